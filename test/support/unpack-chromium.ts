import chromium from '@sparticuz/chromium'

// A program of its own, because loading the package changes the environment of the process that does.
await chromium.executablePath()
