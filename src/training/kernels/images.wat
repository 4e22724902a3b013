;; What a convolutional network needs beside matMul, on the memory that tfjs's wasm backend keeps its tensors in.
;; Pictures are [channels, height, width, n]: the n floats of one pixel lie side by side, so everything is done four
;; pictures at a time; a scalar loop does the same for the last one to three.
;; Assembled to images.wasm by `npx tsx test/training/kernels/assemble.ts`; a test compares the two.
(module
  (import "env" "memory" (memory 1))

  ;; to[i] += from[i]; addresses in bytes, `count` floats.
  (func (export "add") (param $to i32) (param $from i32) (param $count i32) (local $end i32) (local $end4 i32)
    (local.set $end (i32.add (local.get $to) (i32.shl (local.get $count) (i32.const 2))))
    (local.set $end4 (i32.sub (local.get $end) (i32.const 12)))
    (block $done4
      (loop $next4
        (br_if $done4 (i32.ge_s (local.get $to) (local.get $end4)))
        (v128.store
          (local.get $to)
          (f32x4.add (v128.load (local.get $to)) (v128.load (local.get $from))))
        (local.set $to (i32.add (local.get $to) (i32.const 16)))
        (local.set $from (i32.add (local.get $from) (i32.const 16)))
        (br $next4)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_s (local.get $to) (local.get $end)))
        (f32.store (local.get $to) (f32.add (f32.load (local.get $to)) (f32.load (local.get $from))))
        (local.set $to (i32.add (local.get $to) (i32.const 4)))
        (local.set $from (i32.add (local.get $from) (i32.const 4)))
        (br $next))))

  ;; One row of max-pooling: `pixels` pixels at $out, each the largest of two in the row at $a and two in the row
  ;; below it, which follows at once. `n` floats per pixel.
  (func (export "pool")
    (param $out i32) (param $a i32) (param $pixels i32) (param $n i32)
    (local $pixel i32) (local $row i32) (local $b i32) (local $end i32) (local $end4 i32)
    (local.set $pixel (i32.shl (local.get $n) (i32.const 2)))
    (local.set $row (i32.shl (i32.mul (local.get $pixel) (local.get $pixels)) (i32.const 1)))
    (loop $nextPixel
      (local.set $end (i32.add (local.get $out) (local.get $pixel)))
      (local.set $end4 (i32.sub (local.get $end) (i32.const 12)))
      (block $done4
        (loop $next4
          (br_if $done4 (i32.ge_s (local.get $out) (local.get $end4)))
          (local.set $b (i32.add (local.get $a) (local.get $row)))
          (v128.store
            (local.get $out)
            (f32x4.max
              (f32x4.max
                (v128.load (local.get $a))
                (v128.load (i32.add (local.get $a) (local.get $pixel))))
              (f32x4.max
                (v128.load (local.get $b))
                (v128.load (i32.add (local.get $b) (local.get $pixel))))))
          (local.set $out (i32.add (local.get $out) (i32.const 16)))
          (local.set $a (i32.add (local.get $a) (i32.const 16)))
          (br $next4)))
      (block $done
        (loop $next
          (br_if $done (i32.ge_s (local.get $out) (local.get $end)))
          (local.set $b (i32.add (local.get $a) (local.get $row)))
          (f32.store
            (local.get $out)
            (f32.max
              (f32.max (f32.load (local.get $a)) (f32.load (i32.add (local.get $a) (local.get $pixel))))
              (f32.max (f32.load (local.get $b)) (f32.load (i32.add (local.get $b) (local.get $pixel))))))
          (local.set $out (i32.add (local.get $out) (i32.const 4)))
          (local.set $a (i32.add (local.get $a) (i32.const 4)))
          (br $next)))
      (local.set $a (i32.add (local.get $a) (local.get $pixel)))
      (local.set $pixels (i32.sub (local.get $pixels) (i32.const 1)))
      (br_if $nextPixel (local.get $pixels))))

  ;; Its gradient: of the four pixels around $a, the first that equals the largest, at $out, gets the one at $d, the
  ;; others 0; written to the same places around $da.
  (func (export "unpool")
    (param $da i32) (param $a i32) (param $out i32) (param $d i32) (param $pixels i32) (param $n i32)
    (local $pixel i32) (local $row i32) (local $b i32) (local $db i32) (local $end i32) (local $end4 i32)
    (local $max4 v128) (local $d4 v128) (local $is v128) (local $taken v128)
    (local $max1 f32) (local $d1 f32)
    (local.set $pixel (i32.shl (local.get $n) (i32.const 2)))
    (local.set $row (i32.shl (i32.mul (local.get $pixel) (local.get $pixels)) (i32.const 1)))
    (loop $nextPixel
      (local.set $end (i32.add (local.get $out) (local.get $pixel)))
      (local.set $end4 (i32.sub (local.get $end) (i32.const 12)))
      (block $done4
        (loop $next4
          (br_if $done4 (i32.ge_s (local.get $out) (local.get $end4)))
          (local.set $b (i32.add (local.get $a) (local.get $row)))
          (local.set $db (i32.add (local.get $da) (local.get $row)))
          (local.set $max4 (v128.load (local.get $out)))
          (local.set $d4 (v128.load (local.get $d)))
          (local.set $taken (f32x4.eq (v128.load (local.get $a)) (local.get $max4)))
          (v128.store (local.get $da) (v128.and (local.get $d4) (local.get $taken)))
          (local.set $is
            (f32x4.eq (v128.load (i32.add (local.get $a) (local.get $pixel))) (local.get $max4)))
          (v128.store
            (i32.add (local.get $da) (local.get $pixel))
            (v128.and (local.get $d4) (v128.andnot (local.get $is) (local.get $taken))))
          (local.set $taken (v128.or (local.get $taken) (local.get $is)))
          (local.set $is (f32x4.eq (v128.load (local.get $b)) (local.get $max4)))
          (v128.store
            (local.get $db)
            (v128.and (local.get $d4) (v128.andnot (local.get $is) (local.get $taken))))
          (local.set $taken (v128.or (local.get $taken) (local.get $is)))
          (local.set $is
            (f32x4.eq (v128.load (i32.add (local.get $b) (local.get $pixel))) (local.get $max4)))
          (v128.store
            (i32.add (local.get $db) (local.get $pixel))
            (v128.and (local.get $d4) (v128.andnot (local.get $is) (local.get $taken))))
          (local.set $out (i32.add (local.get $out) (i32.const 16)))
          (local.set $d (i32.add (local.get $d) (i32.const 16)))
          (local.set $a (i32.add (local.get $a) (i32.const 16)))
          (local.set $da (i32.add (local.get $da) (i32.const 16)))
          (br $next4)))
      (block $done
        (loop $next
          (br_if $done (i32.ge_s (local.get $out) (local.get $end)))
          (local.set $b (i32.add (local.get $a) (local.get $row)))
          (local.set $db (i32.add (local.get $da) (local.get $row)))
          (local.set $max1 (f32.load (local.get $out)))
          (local.set $d1 (f32.load (local.get $d)))
          (f32.store (local.get $da) (f32.const 0))
          (f32.store (i32.add (local.get $da) (local.get $pixel)) (f32.const 0))
          (f32.store (local.get $db) (f32.const 0))
          (f32.store (i32.add (local.get $db) (local.get $pixel)) (f32.const 0))
          (block $given
            (if (f32.eq (f32.load (local.get $a)) (local.get $max1))
              (then (f32.store (local.get $da) (local.get $d1)) (br $given)))
            (if (f32.eq (f32.load (i32.add (local.get $a) (local.get $pixel))) (local.get $max1))
              (then
                (f32.store (i32.add (local.get $da) (local.get $pixel)) (local.get $d1))
                (br $given)))
            (if (f32.eq (f32.load (local.get $b)) (local.get $max1))
              (then (f32.store (local.get $db) (local.get $d1)) (br $given)))
            (if (f32.eq (f32.load (i32.add (local.get $b) (local.get $pixel))) (local.get $max1))
              (then (f32.store (i32.add (local.get $db) (local.get $pixel)) (local.get $d1)))))
          (local.set $out (i32.add (local.get $out) (i32.const 4)))
          (local.set $d (i32.add (local.get $d) (i32.const 4)))
          (local.set $a (i32.add (local.get $a) (i32.const 4)))
          (local.set $da (i32.add (local.get $da) (i32.const 4)))
          (br $next)))
      (local.set $a (i32.add (local.get $a) (local.get $pixel)))
      (local.set $da (i32.add (local.get $da) (local.get $pixel)))
      (local.set $pixels (i32.sub (local.get $pixels) (i32.const 1)))
      (br_if $nextPixel (local.get $pixels))))
)
