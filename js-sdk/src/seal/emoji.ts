/** One of the 64 signs that two people compare, with the name they read aloud. */
export interface Emoji {
  /** The sign itself. */
  readonly sign: string
  /** Its English name. */
  readonly name: string
}

/** Signs that no font draws alike. Their order is part of the protocol. */
const TABLE = `
  🐶 dog, 🐱 cat, 🦊 fox, 🐼 panda, 🐸 frog, 🐧 penguin, 🐘 elephant, 🐢 turtle,
  🐙 octopus, 🐝 bee, 🦋 butterfly, 🐟 fish, 🐌 snail, 🦁 lion, 🐷 pig, 🐴 horse,
  🐫 camel, 🦀 crab, 🐍 snake, 🦉 owl, 🍎 apple, 🍌 banana, 🍇 grapes, 🍓 strawberry,
  🍒 cherries, 🍍 pineapple, 🍉 melon, 🥕 carrot, 🌽 corn, 🍄 mushroom, 🍞 bread, 🧀 cheese,
  🍕 pizza, 🎂 cake, 🍋 lemon, 🌵 cactus, 🌻 sunflower, 🌴 palm, 🌈 rainbow, ⭐ star,
  🌙 moon, 🔥 fire, ⛄ snowman, 🚗 car, 🚂 train, 🚲 bicycle, 🚀 rocket, ⛵ sailboat,
  🔑 key, 🔔 bell, 🔨 hammer, 💡 lamp, 📷 camera, 🎈 balloon, 🎸 guitar, 🎺 trumpet,
  🥁 drum, ⚽ football, 🎩 hat, 👑 crown, 👓 glasses, ⏰ clock, ⚓ anchor, 🏠 house
`

export const emoji: readonly Emoji[] = TABLE.trim().split(/\s*,\s*/).map((entry) => {
  const [sign = '', name = ''] = entry.split(' ')
  return { sign, name }
})

/** The first 30 bits as five signs. */
export function fiveOf(bytes: Uint8Array): readonly Emoji[] {
  const bits = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)
  return [26, 20, 14, 8, 2].map((shift) => emoji[bits >>> shift & 63]!)
}
