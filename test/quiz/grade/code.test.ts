/** Blanks in code: what means the same is the same. */
import { cases } from '../cases.ts';
import { code } from '../items.ts';

cases('Python by its tokens', code('python', ["RandomFlip('horizontal', seed=1, name='f')"]), [
  ["RandomFlip('horizontal', seed=1, name='f')", 'right equal'],
  ['RandomFlip("horizontal", seed=1, name="f")', 'right code'],
  ['RandomFlip(“horizontal”,seed=1,name=‘f’)', 'right code'],
  ['RandomFlip ( "horizontal" , name = "f" , seed = 1 )', 'right code'],
  ['RandomFlip("horizontal", seed=1, name="f",)', 'right code'],
  ['RandomFlip(seed=1, name="f", "horizontal")', 'wrong none'],
  ['RandomFlip(horizontal, seed=1, name="f")', 'wrong none'],
  ['RandomFlip("horizontal", seed="1", name="f")', 'wrong none'],
  ['RandomFlip("Horizontal", seed=1, name="f")', 'wrong none'],
  ['randomflip("horizontal", seed=1, name="f")', 'wrong none'],
  ['RandomFlip("horizontal", seed=1, name="f"', 'wrong none'],
  ['RandomFlip["horizontal", seed=1, name="f"]', 'wrong none'],
]);
cases('numbers in code', code('python', ['0.2']), [
  ['.2', 'right code'],
  ['1/5', 'right code'],
  ['1 / 5', 'right code'],
  ['20/100', 'right code'],
  ['2e-1', 'right code'],
  ['0.20', 'right code'],
  ['0.2,', 'right code'],
  ['-0.2', 'wrong none'],
  ["'0.2'", 'wrong none'],
  ['0,2', 'wrong none'],
  ['2**1/5', 'wrong none'],
  ['1//5', 'wrong none'],
]);
cases('words in code', code('python', ['True']), [
  ['True', 'right equal'],
  ['true', 'wrong none'],
  ['Ture', 'wrong none'],
  ["'True'", 'wrong none'],
]);
cases('case where an author does not mind', code('python', ['True'], { case: false }), [
  ['true', 'right equal'],
]);
cases('lists and tuples', code('python', ['[1, 2]', '(1,)']), [
  ['[1,2,]', 'right code'],
  ['[2, 1]', 'wrong none'],
  ['(1 ,)', 'right code'],
  ['(1)', 'wrong none'],
  ['(1, 2)', 'wrong none'],
]);
cases('arguments without their brackets', code('python', ["factor=0.1, fill_mode='constant'"]), [
  ['fill_mode="constant", factor=.1', 'right code'],
  ['fill_mode="constant", factor==.1', 'wrong none'],
]);
cases('spelling in code, where it is asked for', code('python', ['RandomRotation'], { spelling: true }), [
  ['RandomRotaton', 'nearly spelling'],
  ['RandomZoom', 'wrong none'],
]);
cases('policies', code('policy', ['rotate(-0.1..0.2, fill=reflect)@0.5']), [
  ['rotate( -0.1 .. 0.2 , fill = reflect ) @ .5', 'right code'],
  ['Rotate(-0.1..0.2, fill=reflect)@1/2', 'right code'],
  ['rotate(-0.1..0.2, fill=wrap)@0.5', 'wrong none'],
  ['rotate(-0.1..0.2, fill=reflect)', 'wrong none'],
]);
cases('a long whole number keeps its figures', code('python', ['9007199254740991']), [
  ['9_007_199_254_740_991', 'right code'],
  ['9007199254740990', 'wrong none'],
]);
