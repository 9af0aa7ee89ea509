import { useEffect, useRef, useState } from 'react'
import { readServiceAddress, readToken } from '../../../shared/lib/service-address.ts'
import { useBench } from '../../app/bench.ts'
import { isCancelled } from '../../ui/sentence.ts'
import { type Failure, failureOf, tokenFault } from './failure.ts'
import { type Joined, useBrowserSignIn } from './use-browser-sign-in.ts'

/** What is typed to connect, and what comes of it. */
export const useConnecting = (onClose: () => void) => {
  const { client, toast, navigate } = useBench()
  const [typed, setTyped] = useState('')
  const [token, setToken] = useState('')
  const [failure, setFailure] = useState<Failure | null>(null)
  const [going, setGoing] = useState<AbortController | null>(null)
  const addressField = useRef<HTMLInputElement>(null)
  const tokenField = useRef<HTMLInputElement>(null)
  const address = readServiceAddress(typed)
  // Nothing is told of a connection that nobody waits for any more.
  useEffect(() => () => going?.abort(), [going])

  /** A link that holds a token too is taken apart, so that the token is never shown as part of an address. */
  const takeAddress = (text: string) => {
    setFailure(null)
    const read = readServiceAddress(text)
    if (!read.ok || read.token === null) return setTyped(text)
    setTyped(read.url)
    setToken(read.token)
    tokenField.current?.focus()
  }
  const takeToken = (text: string) => {
    const read = readToken(text)
    if (read.url === null) return setToken(text)
    setTyped(read.url)
    setToken(read.token)
  }
  const fail = (found: Failure) => {
    setFailure(found)
    if (found.at === 'address') addressField.current?.focus()
    if (found.at === 'token') tokenField.current?.focus()
  }
  const joined = (made: Joined) => {
    onClose()
    toast({
      tone: 'ok',
      text: `Connected to ${made.organisation} as ${made.person}`,
      act: { label: 'Show sync', run: () => navigate('/sync') },
    })
  }
  const browser = useBrowserSignIn({
    onJoined: joined,
    onFailure: (error) => setFailure({ at: 'form', text: failureOf(error).text }),
  })
  const byBrowser = () => {
    setFailure(null)
    if (address.ok) void browser.start(address.url)
  }
  const connect = async () => {
    if (going || browser.waiting) return
    if (!address.ok) return fail({ at: 'address', text: address.reason })
    const fault = tokenFault(token.trim())
    if (fault) return fail({ at: 'token', text: fault })
    setFailure(null)
    const controller = new AbortController()
    setGoing(controller)
    try {
      const { signal } = controller
      joined(await client.sync.connect({ url: address.url, token: token.trim() }, { signal }))
    } catch (error) {
      setGoing(null)
      if (!isCancelled(error)) fail(failureOf(error))
    }
  }
  const cancel = () => {
    if (going) going.abort()
    else if (browser.waiting) browser.stop()
    else onClose()
  }
  return {
    ...{ typed, token, address, failure, takeAddress, takeToken, addressField, tokenField },
    ...{ busy: going !== null, waiting: browser.waiting, connect, byBrowser, cancel },
  }
}
