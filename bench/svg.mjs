// What the plots are drawn of. Points and tops are in pixels, shares of a panel's height from 0 at its bottom to 1.
export const LEFT = 70
export const WIDE = 660
export const HIGH = 130
export const COLOURS = ['#c2410c', '#1d4ed8', '#15803d', '#7e22ce']

export const text = (x, y, content, anchor = 'start') => `<text x="${x}" y="${y}" text-anchor="${anchor}">${content}</text>\n`
export const line = (points, colour) => `<path d="M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}" fill="none" stroke="${colour}" stroke-width="2"/>\n`
export const dots = (points, colour) => points.map(([x, y]) => `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="4" fill="${colour}"/>\n`).join('')

/** A box with a title, ticks at the left (share and label of each), and, where there is one, a legend at the right of the title. */
export function panel(top, title, ticks, legend) {
  const names = legend.map((name, index) => `<tspan fill="${COLOURS[index]}">${index ? ', ' : ''}${name}</tspan>`).join('')
  return text(LEFT, top - 10, names ? `${title}: ${names}` : title)
    + `<rect x="${LEFT}" y="${top}" width="${WIDE}" height="${HIGH}" fill="none" stroke="#888"/>\n`
    + ticks.map(([share, label]) => text(LEFT - 8, (top + HIGH * (1 - share) + 4).toFixed(1), label, 'end')).join('')
}
