// Writes the WebAssembly modules of the solver, byte by byte: SHA-256 over one block with the loop over the nonces inside,
// unrolled, once with four nonces at a time in the lanes of a v128 and once with one in an i32.
//
//   export memory             0: the 136 words of src/pow/midstate.ts; 544: the nonces found, 16 words
//   export search(start, count, high, low) -> how many were found
//
// Nonces start to start + count - 1 (a multiple of 4) are tried, in order, until 16 have a hash whose first 64 bits are at most
// high || low. Nothing is put in but that table, so that the code has neither constants of SHA-256 nor rounds that do not depend on the nonce.
// The opcodes are those of https://webassembly.github.io/spec/core/binary/instructions.html.

const ROUND = 8
const SCHEDULE = 72
const FOUND = 136 * 4
const LIMIT = 16
const NONCE = 10
// The first two words of the initial hash value, as signed numbers.
const IV = [0x6a09e667, 0xbb67ae85 | 0]
const varies = (t) => t === NONCE || t === 17 || t === 19 || t === 21 || t >= 23

// ---- bytes

const I32 = 0x7f
const I64 = 0x7e
const V128 = 0x7b
const VOID = 0x40

function unsigned(value) {
  return value < 0x80 ? [value] : [value & 0x7f | 0x80, ...unsigned(value >>> 7)]
}

function signed(value) {
  const last = value >= -64 && value < 64
  return last ? [value & 0x7f] : [value & 0x7f | 0x80, ...signed(value >> 7)]
}

const list = (items) => [...unsigned(items.length), ...items.flat()]
const section = (id, items) => [id, ...list([list(items)].flat())]
const name = (text) => list([...Buffer.from(text)])

// ---- instructions: each takes the code of its operands and gives the code of the whole

const get = (local) => [0x20, ...unsigned(local)]
const set = (local, code) => [...code, 0x21, ...unsigned(local)]
const i32 = (value) => [0x41, ...signed(value)]
const operator = (...opcode) => (...operands) => [...operands.flat(), ...opcode]
/** An operator of any number of operands, applied from the left. */
const chain = (...opcode) => (first, ...others) => [...first, ...others.flatMap((code) => [...code, ...opcode])]
const when = (condition, ...code) => [...condition, 0x04, VOID, ...code.flat(), 0x0b]

const add = chain(0x6a)
const shl = operator(0x74)
const notEqual = operator(0x47)
const equal = operator(0x46)
const wide = operator(0xad)
const pair = (high, low) => operator(0x84)(operator(0x86)(wide(high), [0x42, 32]), wide(low))
const atMost64 = operator(0x58)

/** One nonce at a time. */
const scalar = {
  type: I32,
  lanes: 1,
  load: (word) => [...i32(0), 0x28, 2, ...unsigned(4 * word)],
  add,
  and: operator(0x71),
  xor: chain(0x73),
  shift: (x, n) => operator(0x76)(x, i32(n)),
  rotate: (x, n) => [operator(0x78)(x, i32(n))],
  spread: (code) => code,
  nonces: (start) => start,
  lane: (x) => x,
  anyAtMost: operator(0x4d),
}

const simd = (opcode) => [0xfd, ...unsigned(opcode)]

/** Four nonces at a time. There is no rotation: it is made of two shifts, whose results the caller combines by xor. */
const vector = {
  type: V128,
  lanes: 4,
  load: (word) => [...i32(0), ...simd(0x09), 2, ...unsigned(4 * word)],
  add: chain(...simd(0xae)),
  and: operator(...simd(0x4e)),
  xor: chain(...simd(0x51)),
  shift: (x, n) => operator(...simd(0xad))(x, i32(n)),
  rotate: (x, n) => [vector.shift(x, n), operator(...simd(0xab))(x, i32(32 - n))],
  spread: operator(...simd(0x11)),
  nonces: (start) => vector.add(vector.spread(start), [...simd(0x0c), 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0]),
  lane: (x, lane) => [...x, ...simd(0x1b), lane],
  anyAtMost: (x, y) => operator(...simd(0x53))(operator(...simd(0x3e))(x, y)),
}

// ---- SHA-256

const locals = (first, count) => Array.from({ length: count }, (_, index) => first + index)
const [START, COUNT, HIGH, LOW, END, HITS] = locals(0, 6)
const TARGET = 6
const [LIMITS, ONES, TWOS] = locals(7, 3)
const STATE = locals(10, 8)
const WORDS = locals(18, 16)

/** The xor of rotations of x, and of a shift. */
function mixed(kind, x, rotations, shift) {
  const shifted = shift === undefined ? [] : [kind.shift(x, shift)]
  return kind.xor(...rotations.flatMap((n) => kind.rotate(x, n)), ...shifted)
}

/** Word t of the schedule, of the words it is made of that vary and of the sum of the others. */
function schedule(kind, t) {
  const word = (index) => get(WORDS[index % 16])
  const parts = [
    [t - 16, word],
    [t - 7, word],
    [t - 15, (index) => mixed(kind, word(index), [7, 18], 3)],
    [t - 2, (index) => mixed(kind, word(index), [17, 19], 10)],
  ]
  const varying = parts.filter(([index]) => varies(index)).map(([index, part]) => part(index))
  const still = varying.length < parts.length ? [kind.load(SCHEDULE + t)] : []
  return set(WORDS[t % 16], kind.add(...still, ...varying))
}

/** One round. `before` holds b ^ c, and a ^ b goes to `after`: the majority of three words is then two operations away. */
function round(kind, t, state, [before, after]) {
  const [a, b, , d, e, f, g, h] = state
  const word = varies(t) ? [get(WORDS[t % 16])] : []
  const choice = kind.xor(get(g), kind.and(get(e), kind.xor(get(f), get(g))))
  const majority = kind.xor(get(b), kind.and(get(after), get(before)))
  return [
    ...set(h, kind.add(get(h), kind.load(ROUND + t), ...word, choice, mixed(kind, get(e), [6, 11, 25]))),
    ...(t < 63 ? set(d, kind.add(get(d), get(h))) : []),
    ...set(after, kind.xor(get(a), get(b))),
    ...set(h, kind.add(get(h), majority, mixed(kind, get(a), [2, 13, 22]))),
  ]
}

/** The hashes of the nonces from START on; their first words are left in the two locals that are returned. */
function hashes(kind) {
  const code = set(WORDS[NONCE], kind.nonces(get(START)))
  STATE.forEach((local, index) => {
    const word = kind.load(index)
    code.push(...set(local, index % 4 === 0 ? kind.add(word, get(WORDS[NONCE])) : word))
  })
  code.push(...set(ONES, kind.xor(get(STATE[1]), get(STATE[2]))))
  let state = STATE
  let helpers = [ONES, TWOS]
  for (let t = NONCE + 1; t < 64; t++) {
    if (t > 15 && varies(t)) code.push(...schedule(kind, t))
    code.push(...round(kind, t, state, helpers))
    state = [state[7], ...state.slice(0, 7)]
    helpers = helpers.toReversed()
  }
  const words = [state[0], state[1]]
  words.forEach((local, index) => code.push(...set(local, kind.add(get(local), kind.spread(i32(IV[index]))))))
  return { code, words }
}

/** Keeps the nonce of one lane if all 64 bits are at most the target. */
function keep(kind, [first, second], lane) {
  const address = add(i32(FOUND), shl(get(HITS), i32(2)))
  return when(atMost64(pair(kind.lane(get(first), lane), kind.lane(get(second), lane)), get(TARGET)),
    address, add(get(START), i32(lane)), [0x36, 2, 0],
    set(HITS, add(get(HITS), i32(1))),
    when(equal(get(HITS), i32(LIMIT)), get(HITS), [0x0f]))
}

function search(kind) {
  const { code, words } = hashes(kind)
  const lanes = locals(0, kind.lanes)
  return [
    ...set(END, add(get(START), get(COUNT))),
    ...set(TARGET, pair(get(HIGH), get(LOW))),
    ...set(LIMITS, kind.spread(get(HIGH))),
    0x03, VOID,
    ...code,
    // The first 32 bits tell nearly all of them.
    ...when(kind.anyAtMost(get(words[0]), get(LIMITS)), ...lanes.map((lane) => keep(kind, words, lane))),
    ...set(START, add(get(START), i32(kind.lanes))),
    ...notEqual(get(START), get(END)), 0x0d, 0,
    0x0b,
    ...get(HITS),
  ]
}

/** A module: `kind` is 'simd' or 'scalar'. */
export function wasm(kind) {
  const word = { simd: vector, scalar }[kind]
  const declared = list([[2, I32], [1, I64], [3 + STATE.length + WORDS.length, word.type]])
  const body = [...declared, ...search(word), 0x0b]
  return Uint8Array.from([
    0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
    ...section(1, [[0x60, ...list([[I32], [I32], [I32], [I32]]), ...list([[I32]])]]),
    ...section(3, [[0]]),
    ...section(5, [[0, 1]]),
    ...section(7, [[...name('memory'), 2, 0], [...name('search'), 0, 0]]),
    ...section(10, [list(body)]),
  ])
}
