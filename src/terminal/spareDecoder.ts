import { StringDecoder } from 'node:string_decoder';

/**
 * The decoder of a stream whose addon decodes. It makes a StringDecoder, which costs microseconds
 * and an ArrayBuffer, only for bytes that a caller pushes into the stream by hand.
 */
export class SpareDecoder {
  private _decoder: StringDecoder | undefined;

  write(bytes: Buffer): string {
    this._decoder ??= new StringDecoder('utf8');
    return this._decoder.write(bytes);
  }

  end(bytes?: Buffer): string {
    if (bytes !== undefined) return this.write(bytes) + this.end();
    return this._decoder === undefined ? '' : this._decoder.end();
  }
}
