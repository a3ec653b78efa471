// What dyld asks of a file's layout before it maps it (Header::validSegment and
// Image::validStructureLinkedit in its source). Later systems are stricter: the last one that
// learned to refuse, macOS 27, wants the string table at a multiple of 8 (rust-lang/rust#157750).
import { CPU_TYPE, SG_READ_ONLY } from './macho.mjs';

const PROTECTION = { __TEXT: 'r-x', __DATA_CONST: 'rw-', __DATA: 'rw-', __LINKEDIT: 'r--' };

const spell = (bits) => `${bits & 1 ? 'r' : '-'}${bits & 2 ? 'w' : '-'}${bits & 4 ? 'x' : '-'}`;

/** Segments: inside the file, in order, not one over another, with the protection they must have. */
function segmentFaults({ segments, size, commandsEnd, cpuType }) {
  const page = cpuType === CPU_TYPE.ARM64 ? 0x4000 : 0x1000;
  const faults = [];
  let fileEnd = 0;
  let vmEnd = 0;
  for (const { name, vmAddress, vmSize, fileOffset, fileSize, protection, flags } of segments) {
    if (fileOffset + fileSize > size) faults.push(`segment ${name} ends behind the file`);
    if (fileOffset % page !== 0 || vmAddress % page !== 0) {
      faults.push(`segment ${name} does not start at a page`);
    }
    if (fileSize > vmSize) faults.push(`segment ${name} is larger in the file than in memory`);
    if (vmAddress < vmEnd || (fileSize > 0 && fileOffset < fileEnd)) {
      faults.push(`segment ${name} overlaps the one before it`);
    }
    if (name in PROTECTION && spell(protection) !== PROTECTION[name]) {
      faults.push(`segment ${name} is ${spell(protection)}, not ${PROTECTION[name]}`);
    }
    if (name === '__DATA_CONST' && !(flags & SG_READ_ONLY)) {
      faults.push(`segment ${name} lacks SG_READ_ONLY`);
    }
    fileEnd = fileOffset + fileSize;
    vmEnd = vmAddress + vmSize;
  }
  const text = segments.find(({ name }) => name === '__TEXT');
  if (text?.fileOffset !== 0 || text.fileSize < commandsEnd) {
    faults.push('__TEXT does not hold the load commands');
  }
  return faults;
}

/** The tables in __LINKEDIT: inside it, aligned, not one over another. */
function linkeditFaults({ segments, linkedit, size }) {
  const segment = segments.find(({ name }) => name === '__LINKEDIT');
  if (!segment) return ['there is no __LINKEDIT'];
  const faults = [];
  const end = segment.fileOffset + segment.fileSize;
  // codesign refuses a file with anything behind it.
  if (end !== size) faults.push(`__LINKEDIT ends at ${end}, the file at ${size}`);
  let reached = segment.fileOffset;
  for (const part of [...linkedit].sort((a, b) => a.offset - b.offset)) {
    if (part.offset < reached) faults.push(`the ${part.name} overlaps what is before it`);
    if (part.offset + part.size > end) faults.push(`the ${part.name} ends behind __LINKEDIT`);
    if (part.offset % part.alignment !== 0) {
      faults.push(`the ${part.name} is at ${part.offset}, no multiple of ${part.alignment}`);
    }
    reached = part.offset + part.size;
  }
  return faults;
}

/** Why dyld would refuse to map a file of readMachO, in words; none is the good answer. */
export function layoutFaults(file) {
  const faults = [...segmentFaults(file), ...linkeditFaults(file)];
  if (file.uuid === undefined) faults.push('there is no LC_UUID');
  return faults;
}
