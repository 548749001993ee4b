/** Fits a canvas to the device's pixels; true if that changed it (and wiped it). */
export const fitCanvas = (canvas: HTMLCanvasElement, width: number, height: number): boolean => {
  if (canvas.width === width && canvas.height === height) return false;
  canvas.width = width;
  canvas.height = height;
  return true;
};

/**
 * Paints columns (`columnsOf`) over what the canvas showed, one per device pixel: edges lie on pixels, so it is as sharp as the
 * screen. Silence is a line one pixel high; where the sound is not, nothing.
 */
export const paintColumns = (canvas: HTMLCanvasElement, columns: Float32Array, colour: string): void => {
  const context = canvas.getContext('2d');
  if (!context) return;
  const { width, height } = canvas;
  context.clearRect(0, 0, width, height);
  context.fillStyle = colour;
  const middle = height / 2;
  context.beginPath();
  for (let x = 0; x < columns.length / 2; x++) {
    const low = columns[x * 2];
    if (Number.isNaN(low)) continue;
    const top = Math.floor(middle - columns[x * 2 + 1] * middle);
    const bottom = Math.ceil(middle - low * middle);
    context.rect(x, top, 1, Math.max(1, bottom - top));
  }
  context.fill();
};
