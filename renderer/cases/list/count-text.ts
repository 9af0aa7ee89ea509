/** "1,204 cases"; "about 12,000 cases" where it is an estimate, rounded to what is known of it. */
export const countText = (total: number, exact = true): string => {
  if (exact) return `${total.toLocaleString('en')} ${total === 1 ? 'case' : 'cases'}`
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, total))) - 1)
  return `about ${(Math.round(total / unit) * unit).toLocaleString('en')} cases`
}
