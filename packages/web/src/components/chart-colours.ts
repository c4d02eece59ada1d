/** The page's colours as a canvas takes them. */
export interface Colours {
  readonly ink: string;
  readonly soft: string;
  readonly line: string;
  readonly gap: string;
  readonly surface: string;
  readonly regionA: string;
  readonly regionB: string;
}

/** The colours that stand on the page now, light or dark. */
export function currentColours(element: HTMLElement): Colours {
  const probe = document.createElement("span");
  element.append(probe);
  const read = (name: string): string => {
    probe.style.color = `var(--color-${name})`;
    return getComputedStyle(probe).color;
  };
  const colours = {
    ink: read("ink"),
    soft: read("soft"),
    line: read("line"),
    gap: read("gap"),
    surface: read("surface"),
    regionA: read("region-a"),
    regionB: read("region-b"),
  };
  probe.remove();
  return colours;
}

/** The fills of the first and the second region: one plain, one striped, so that colour is not the only sign. */
export const regionFills = ({ regionA, regionB, surface }: Colours): readonly (string | CanvasPattern)[] => [
  regionA,
  hatched(regionB, surface, "right"),
];

const TILE = 8;

/** Stripes of a colour on a ground, leaning to one side; the plain colour where no canvas can be had. */
export function hatched(colour: string, ground: string, side: "left" | "right"): string | CanvasPattern {
  const tile = document.createElement("canvas");
  tile.width = TILE;
  tile.height = TILE;
  const context = tile.getContext("2d");
  if (!context) return colour;
  context.fillStyle = ground;
  context.fillRect(0, 0, TILE, TILE);
  context.strokeStyle = colour;
  context.lineWidth = side === "right" ? 4 : 2;
  for (const shift of [-TILE, 0, TILE]) {
    context.beginPath();
    context.moveTo(shift, side === "right" ? TILE : 0);
    context.lineTo(shift + TILE, side === "right" ? 0 : TILE);
    context.stroke();
  }
  return context.createPattern(tile, "repeat") ?? colour;
}
