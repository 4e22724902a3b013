/** What we use of quickchart-js: its package.json hides its own types from an ESM import. */
declare module 'quickchart-js' {
  export default class QuickChart {
    /** A string is sent as it is; an object would become JavaScript that is not JSON. */
    setConfig(config: string): this;
    setWidth(pixels: number): this;
    setHeight(pixels: number): this;
    setDevicePixelRatio(ratio: number): this;
    setBackgroundColor(color: string): this;
    setFormat(format: 'png'): this;
    setVersion(version: string): this;
    getPostData(): object;
  }
}
