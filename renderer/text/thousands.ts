const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const short = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })

/** `2,000`; below ten with one digit after the point where there is one, `0.5`. */
export const thousands = (value: number): string => (Math.abs(value) < 10 ? short : whole).format(value)
