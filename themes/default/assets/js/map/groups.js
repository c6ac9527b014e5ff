// Points that would cover one another, put together by the squares of a grid.
const SIDE = 64;
const TILE = 256;
// More than there are squares from north to south at any zoom.
const ROW = 2 ** 24;

/** Groups within a box of world pixels at that zoom: {key, members, x, y} with x, y from 0 to 1. */
export function groups(points, zoom, box) {
  const scale = TILE * 2 ** zoom;
  const cells = new Map();
  for (let n = 0; n < points.count; n += 1) {
    const x = points.x[n] * scale;
    const y = points.y[n] * scale;
    if (x < box.min.x || x > box.max.x || y < box.min.y || y > box.max.y) continue;
    const key = Math.floor(x / SIDE) * ROW + Math.floor(y / SIDE);
    const cell = cells.get(key);
    if (cell) {
      cell.members.push(n);
      cell.x += points.x[n];
      cell.y += points.y[n];
    } else cells.set(key, { members: [n], x: points.x[n], y: points.y[n] });
  }
  return [...cells].map(([key, cell]) => ({
    key: `${zoom}:${key}:${cell.members.length}:${cell.members[0]}`,
    members: cell.members,
    x: cell.x / cell.members.length,
    y: cell.y / cell.members.length,
  }));
}

/** Whether all members stand at one spot, so that no zoom parts them. */
export function together(points, members) {
  const [first] = members;
  return members.every((n) => points.lat[n] === points.lat[first] && points.lon[n] === points.lon[first]);
}
