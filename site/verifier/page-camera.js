/**
 * The camera: frames are looked at here, for a QR code, and go nowhere. The browser's own reader where it has one, else a small library
 * (docs/decisions/0151).
 */

import {decodeQR} from 'qr/decode.js'

/** How often a frame is looked at, and how wide it is made for the library. */
const pause = 120
const frameWidth = 960

/**
 * @typedef {{detect: (source: HTMLVideoElement) => Promise<{rawValue: string}[]>}} Detector
 */

/**
 * The text of the first QR code that the camera sees.
 *
 * @param {HTMLVideoElement} video
 * @param {AbortSignal} signal
 * @returns {Promise<string | null>}
 *   Null once the signal says stop. Rejects where there is no camera, or it may not be used.
 */
export async function textFromCamera(video, signal) {
  const stream = await navigator.mediaDevices.getUserMedia({video: {facingMode: 'environment', width: {ideal: 1280}}, audio: false})
  try {
    video.srcObject = stream
    await video.play()
    const read = (await nativeReader()) ?? libraryReader()
    while (!signal.aborted) {
      const text = await read(video)
      if (text !== null) return text
      await new Promise((resolve) => {
        setTimeout(resolve, pause)
      })
    }
    return null
  } finally {
    for (const track of stream.getTracks()) track.stop()
    video.srcObject = null
  }
}

/** @returns {Promise<((video: HTMLVideoElement) => Promise<string | null>) | null>} */
async function nativeReader() {
  /** @type {(new (options: object) => Detector) & {getSupportedFormats: () => Promise<string[]>} | undefined} */
  const Native = Reflect.get(globalThis, 'BarcodeDetector')
  try {
    if (Native === undefined || !(await Native.getSupportedFormats()).includes('qr_code')) return null
    const detector = new Native({formats: ['qr_code']})
    return async (video) => (await detector.detect(video))[0]?.rawValue ?? null
  } catch {
    return null
  }
}

/** @returns {(video: HTMLVideoElement) => Promise<string | null>} */
function libraryReader() {
  const canvas = document.createElement('canvas')
  const drawing = canvas.getContext('2d', {willReadFrequently: true})
  return async (video) => {
    if (drawing === null || video.videoWidth === 0) return null
    const scale = Math.min(1, frameWidth / video.videoWidth)
    canvas.width = Math.round(video.videoWidth * scale)
    canvas.height = Math.round(video.videoHeight * scale)
    drawing.drawImage(video, 0, 0, canvas.width, canvas.height)
    try {
      return decodeQR(drawing.getImageData(0, 0, canvas.width, canvas.height))
    } catch {
      // No code in this frame.
      return null
    }
  }
}
