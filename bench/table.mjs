// What the tables are printed of.
export const row = (cells) => console.log(`| ${cells.join(' | ')} |`)

export const head = (...names) => {
  console.log()
  row(names)
  row(names.map(() => '---'))
}

export const percent = (share) => `${(100 * share).toFixed(share === 1 ? 0 : 2)} %`
export const whole = (number) => Math.round(number).toLocaleString('en')
