// A body within the bytes that are kept of it: always whole values and valid JSON. What does not fit is left out,
// and how much that is stands beside it.

import { isObject, type Json } from '../scim/resource/value.ts';

export interface Shortened {
  readonly body: Json | undefined;
  /** Values that were left out because they did not fit. */
  readonly omitted: number;
}

/** The first values that fit into so many bytes of JSON. */
export function shorten(body: Json, maxBytes: number): Shortened {
  if (bytesOf(JSON.stringify(body)) <= maxBytes) return { body, omitted: 0 };
  const room: Room = { bytes: maxBytes, omitted: 0 };
  const taken = take(body, room);
  return { body: taken, omitted: room.omitted };
}

interface Room {
  bytes: number;
  omitted: number;
}

function take(value: Json, room: Room): Json | undefined {
  if (Array.isArray(value)) return takeList(value, room);
  if (isObject(value)) return takeObject(value, room);
  const bytes = bytesOf(JSON.stringify(value));
  if (bytes > room.bytes) return leaveOut(room, 1);
  room.bytes -= bytes;
  return value;
}

function takeList(list: readonly Json[], room: Room): Json | undefined {
  if (!takeBytes(room, 2)) return leaveOut(room, Math.max(1, list.length));
  const kept: Json[] = [];
  for (const [index, one] of list.entries()) {
    if (!takeBytes(room, 1)) {
      leaveOut(room, list.length - index);
      break;
    }
    const taken = take(one, room);
    if (taken !== undefined) kept.push(taken);
  }
  return kept;
}

function takeObject(object: Readonly<Record<string, Json>>, room: Room): Json | undefined {
  if (!takeBytes(room, 2)) return leaveOut(room, 1);
  const kept: [string, Json][] = [];
  for (const [name, value] of Object.entries(object)) {
    // The name, its colon and the comma.
    if (!takeBytes(room, bytesOf(JSON.stringify(name)) + 2)) {
      leaveOut(room, 1);
      continue;
    }
    const taken = take(value, room);
    if (taken !== undefined) kept.push([name, taken]);
  }
  return Object.fromEntries(kept);
}

function takeBytes(room: Room, bytes: number): boolean {
  if (bytes > room.bytes) return false;
  room.bytes -= bytes;
  return true;
}

function leaveOut(room: Room, values: number): undefined {
  room.omitted += values;
}

/** In UTF-8. */
export function bytesOf(text: string): number {
  let bytes = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    // Each half of a surrogate pair is two of its four bytes.
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 2 : 3;
  }
  return bytes;
}
