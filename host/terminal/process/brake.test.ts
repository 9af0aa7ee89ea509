import { expect, test } from 'vitest'
import { createBrake } from './brake.ts'

const road = () => {
  const pty = {
    runs: true,
    pause() {
      pty.runs = false
    },
    resume() {
      pty.runs = true
    },
  }
  const runsAgain = async () => {
    while (!pty.runs) await new Promise((resolve) => setTimeout(resolve, 1))
  }
  return { pty, brake: createBrake(pty), runsAgain }
}

test('a terminal that gives way waits, and goes on by itself', async () => {
  const { pty, brake, runsAgain } = road()
  brake.giveWay()
  expect(pty.runs).toBe(false)
  brake.giveWay()
  await runsAgain()
})

test('whoever holds it is waited for, whatever else ends meanwhile', async () => {
  const { pty, brake, runsAgain } = road()
  brake.giveWay()
  brake.hold()
  brake.release()
  expect(pty.runs).toBe(false)
  await runsAgain()
  brake.hold()
  brake.giveWay()
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(pty.runs).toBe(false)
  brake.release()
  expect(pty.runs).toBe(true)
})
