/** What the build leaves for the server: small, compressed, under names that change, and nothing inline. */
import { readdirSync, readFileSync } from 'node:fs';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { locales } from '../../../../src/i18n/i18n.ts';

const folder = 'dist/src/platforms/web/page';
const read = (file: string): Buffer => readFileSync(`${folder}/${file}`);
const html = String(read('index.html'));
const assets = readdirSync(`${folder}/assets`);
const plain = assets.filter((file) => /\.(js|css|svg)$/.test(file));

describe('the built page', () => {
  it('is a page, a script, a style sheet and a sign, each compressed beforehand', () => {
    expect(plain.map((file) => file.replace(/-[\da-f]{16}\./, '.')).sort()).toEqual([
      'icon.svg',
      'main.js',
      'page.css',
    ]);
    for (const file of ['index.html', ...plain.map((name) => `assets/${name}`)]) {
      expect(brotliDecompressSync(read(`${file}.br`))).toEqual(read(file));
      expect(gunzipSync(read(`${file}.gz`))).toEqual(read(file));
    }
    expect(readdirSync(folder).sort()).toEqual([
      'assets',
      'index.html',
      'index.html.br',
      'index.html.gz',
      'manifest.json',
    ]);
  });

  it('names its files, and the build that the manifest names', () => {
    for (const file of plain) expect(html).toContain(`/assets/${file}"`);
    expect(html).not.toContain('%');
    const { build } = JSON.parse(String(read('manifest.json'))) as { build: string };
    expect(html).toContain(`name="augie-build" content="${build}"`);
  });

  it('loads nothing from elsewhere and has nothing inline', () => {
    expect(html).not.toMatch(/\sstyle=|\son\w+=|<style|<script(?![^>]*\ssrc=)|https?:/);
    const css = String(read(`assets/${plain.find((file) => file.endsWith('.css'))}`));
    expect(css).not.toMatch(/@import|url\(/);
    const js = String(read(`assets/${plain.find((file) => file.endsWith('.js'))}`));
    expect(js).not.toMatch(/\beval\(|new Function|importScripts/);
  });

  it('is below 40 kB at first load, with the words of any language', () => {
    const files = ['index.html', ...plain.map((file) => `assets/${file}`)];
    const size = files.reduce((sum, file) => sum + read(`${file}.gz`).length, 0);
    for (const locale of locales) {
      const words = readFileSync(`src/i18n/${locale}.json`, 'utf8');
      const page = JSON.stringify((JSON.parse(words) as { page: unknown }).page);
      expect(size + Buffer.byteLength(page)).toBeLessThan(40_000);
    }
  });
});
