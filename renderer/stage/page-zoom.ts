/**
 * How much larger one pixel of the layout is than one of the window. A pointer's place and the rectangle of an element are told in the
 * window's pixels; what is drawn or placed inside of an element is in the layout's.
 */
export function pageZoom(): number {
  return Number(document.documentElement.style.getPropertyValue('--zoom')) || 1
}
