// Where containers come and go, Chromium gives up what it loads (ERR_NETWORK_CHANGED). A page that lost its program is
// loaded again, which a person would have to do; lost styles are asked for again beside a program that runs.
{
  const mostTimes = 3
  const key = 'casebench.loaded-again'
  let times = Number(sessionStorage.getItem(key))
  let lost = false

  const note = ({ target }) => {
    if (target instanceof HTMLScriptElement) lost = true
    if (!(target instanceof HTMLLinkElement) || target.rel !== 'stylesheet' || times >= mostTimes) return
    times += 1
    target.replaceWith(target.cloneNode())
  }

  const decide = () => {
    removeEventListener('error', note, true)
    if (!lost) return sessionStorage.removeItem(key)
    if (times < mostTimes) {
      sessionStorage.setItem(key, String(times + 1))
      return location.reload()
    }
    sessionStorage.removeItem(key)
    document.body.textContent = 'Casebench could not be loaded whole. Load this page again.'
  }

  addEventListener('error', note, true)
  addEventListener('load', decide, { once: true })
}
