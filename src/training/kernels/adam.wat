;; One Adam update of one parameter and of its average, in place, on the memory that tfjs's wasm backend keeps its tensors in.
;; Four floats at a time; a scalar loop does the same to the last one to three.
;; Moments below 1e-30 become 0: those that fade away would end as denormal numbers, which processors are slow at.
;; Everything is written out, because V8 does not inline calls, which would cost as much as all the rest.
;; Assembled to adam.wasm by `npx tsx test/training/kernels/assemble.ts`; a test compares the two.
(module
  (import "env" "memory" (memory 1))

  ;; Addresses in bytes of weight, first and second moment, average of the weight, gradient: `count` floats each.
  ;;   m += (g - m) * rate1;  v += (g * g - v) * rate2;  w -= alpha * m / (sqrt(v) + epsilon);  a += (w - a) * rate3
  (func (export "adam")
    (param $w i32) (param $m i32) (param $v i32) (param $a i32) (param $g i32) (param $count i32)
    (param $alpha f32) (param $rate1 f32) (param $rate2 f32) (param $epsilon f32) (param $rate3 f32)
    (local $end i32) (local $end4 i32)
    (local $g4 v128) (local $m4 v128) (local $v4 v128) (local $w4 v128) (local $a4 v128)
    (local $alpha4 v128) (local $rate14 v128) (local $rate24 v128) (local $rate34 v128)
    (local $epsilon4 v128) (local $tiny4 v128)
    (local $g1 f32) (local $m1 f32) (local $v1 f32) (local $w1 f32) (local $a1 f32)
    (local.set $alpha4 (f32x4.splat (local.get $alpha)))
    (local.set $rate14 (f32x4.splat (local.get $rate1)))
    (local.set $rate24 (f32x4.splat (local.get $rate2)))
    (local.set $rate34 (f32x4.splat (local.get $rate3)))
    (local.set $epsilon4 (f32x4.splat (local.get $epsilon)))
    (local.set $tiny4 (f32x4.splat (f32.const 1e-30)))
    (local.set $end (i32.add (local.get $w) (i32.shl (local.get $count) (i32.const 2))))
    (local.set $end4 (i32.sub (local.get $end) (i32.const 12)))

    (block $done4
      (loop $next4
        (br_if $done4 (i32.ge_s (local.get $w) (local.get $end4)))
        (local.set $g4 (v128.load (local.get $g)))
        (local.set $m4 (v128.load (local.get $m)))
        (local.set $v4 (v128.load (local.get $v)))
        (local.set $m4
          (f32x4.add
            (local.get $m4)
            (f32x4.mul (f32x4.sub (local.get $g4) (local.get $m4)) (local.get $rate14))))
        (local.set $v4
          (f32x4.add
            (local.get $v4)
            (f32x4.mul
              (f32x4.sub (f32x4.mul (local.get $g4) (local.get $g4)) (local.get $v4))
              (local.get $rate24))))
        (local.set $m4
          (v128.andnot (local.get $m4) (f32x4.lt (f32x4.abs (local.get $m4)) (local.get $tiny4))))
        (local.set $v4
          (v128.andnot (local.get $v4) (f32x4.lt (f32x4.abs (local.get $v4)) (local.get $tiny4))))
        (v128.store (local.get $m) (local.get $m4))
        (v128.store (local.get $v) (local.get $v4))
        (local.set $w4
          (f32x4.sub
            (v128.load (local.get $w))
            (f32x4.div
              (f32x4.mul (local.get $m4) (local.get $alpha4))
              (f32x4.add (f32x4.sqrt (local.get $v4)) (local.get $epsilon4)))))
        (local.set $a4 (v128.load (local.get $a)))
        (v128.store (local.get $w) (local.get $w4))
        (v128.store
          (local.get $a)
          (f32x4.add
            (local.get $a4)
            (f32x4.mul (f32x4.sub (local.get $w4) (local.get $a4)) (local.get $rate34))))
        (local.set $w (i32.add (local.get $w) (i32.const 16)))
        (local.set $m (i32.add (local.get $m) (i32.const 16)))
        (local.set $v (i32.add (local.get $v) (i32.const 16)))
        (local.set $a (i32.add (local.get $a) (i32.const 16)))
        (local.set $g (i32.add (local.get $g) (i32.const 16)))
        (br $next4)))

    (block $done
      (loop $next
        (br_if $done (i32.ge_s (local.get $w) (local.get $end)))
        (local.set $g1 (f32.load (local.get $g)))
        (local.set $m1 (f32.load (local.get $m)))
        (local.set $v1 (f32.load (local.get $v)))
        (local.set $m1
          (f32.add
            (local.get $m1)
            (f32.mul (f32.sub (local.get $g1) (local.get $m1)) (local.get $rate1))))
        (local.set $v1
          (f32.add
            (local.get $v1)
            (f32.mul
              (f32.sub (f32.mul (local.get $g1) (local.get $g1)) (local.get $v1))
              (local.get $rate2))))
        (if (f32.lt (f32.abs (local.get $m1)) (f32.const 1e-30)) (then (local.set $m1 (f32.const 0))))
        (if (f32.lt (f32.abs (local.get $v1)) (f32.const 1e-30)) (then (local.set $v1 (f32.const 0))))
        (f32.store (local.get $m) (local.get $m1))
        (f32.store (local.get $v) (local.get $v1))
        (local.set $w1
          (f32.sub
            (f32.load (local.get $w))
            (f32.div
              (f32.mul (local.get $m1) (local.get $alpha))
              (f32.add (f32.sqrt (local.get $v1)) (local.get $epsilon)))))
        (local.set $a1 (f32.load (local.get $a)))
        (f32.store (local.get $w) (local.get $w1))
        (f32.store
          (local.get $a)
          (f32.add
            (local.get $a1)
            (f32.mul (f32.sub (local.get $w1) (local.get $a1)) (local.get $rate3))))
        (local.set $w (i32.add (local.get $w) (i32.const 4)))
        (local.set $m (i32.add (local.get $m) (i32.const 4)))
        (local.set $v (i32.add (local.get $v) (i32.const 4)))
        (local.set $a (i32.add (local.get $a) (i32.const 4)))
        (local.set $g (i32.add (local.get $g) (i32.const 4)))
        (br $next))))
)
