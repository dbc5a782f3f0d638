/** Photographs that never were: gradients, shapes and grain, as JPEG of a size that phones share. */
import { seededRandom } from "../trace.ts";

const width = 2048;
const height = 1536;

export const makePictures = async (count: number, seed: number): Promise<readonly string[]> => {
  const random = seededRandom(seed);
  const made: string[] = [];
  for (let at = 0; at < count; at++) {
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext("2d");
    if (context === null) throw new Error("a canvas has a context");
    const sky = context.createLinearGradient(0, 0, 0, height);
    sky.addColorStop(0, `hsl(${random() * 360} 60% 70%)`);
    sky.addColorStop(1, `hsl(${random() * 360} 50% 30%)`);
    context.fillStyle = sky;
    context.fillRect(0, 0, width, height);
    for (let shape = 0; shape < 4000; shape++) {
      context.fillStyle = `hsl(${random() * 360} 40% ${20 + random() * 60}% / 0.4)`;
      context.fillRect(random() * width, random() * height, 4 + random() * 60, 4 + random() * 60);
    }
    const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.82 });
    const bytes = new Uint8Array(await blob.arrayBuffer());
    made.push(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ""));
  }
  return made.map(btoa);
};
