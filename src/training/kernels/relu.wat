;; Bias and relu of a layer, there and back, on the memory that tfjs's wasm backend keeps its tensors in.
;; Its sums lie in blocks of 16 units, as sparse.wat has them: [units / 16, n, 16]. Its activations are [units, n].
;; A float at a time, as it is a hundredth of a step; but with nothing that V8 makes a branch of, as half of all units are off.
;; Assembled to relu.wasm by `npx tsx test/training/kernels/assemble.ts`; a test compares the two.
(module
  (import "env" "memory" (memory 1))

  ;; activations = sums + bias, or 0 where that is below it; NaN stays NaN. Addresses in bytes.
  (func (export "forward")
    (param $activations i32) (param $sums i32) (param $bias i32) (param $units i32) (param $n i32)
    (local $unit i32) (local $at i32) (local $left i32)
    (loop $nextUnit
      (local.set $at
        (i32.add
          (i32.add
            (local.get $sums)
            (i32.mul (i32.shr_u (local.get $unit) (i32.const 4)) (i32.shl (local.get $n) (i32.const 6))))
          (i32.shl (i32.and (local.get $unit) (i32.const 15)) (i32.const 2))))
      (local.set $left (local.get $n))
      (loop $next
        (v128.store32_lane 0
          (local.get $activations)
          (f32x4.pmax
            (f32x4.add (v128.load32_zero (local.get $at)) (v128.load32_zero (local.get $bias)))
            (v128.const i32x4 0 0 0 0)))
        (local.set $activations (i32.add (local.get $activations) (i32.const 4)))
        (local.set $at (i32.add (local.get $at) (i32.const 64)))
        (local.set $left (i32.sub (local.get $left) (i32.const 1)))
        (br_if $next (local.get $left)))
      (local.set $bias (i32.add (local.get $bias) (i32.const 4)))
      (local.set $unit (i32.add (local.get $unit) (i32.const 1)))
      (br_if $nextUnit (i32.lt_u (local.get $unit) (local.get $units)))))

  ;; The gradients by sums and bias, given the one by the activations: it passes where they are above 0, else it counts 0 times.
  (func (export "backward")
    (param $dSums i32) (param $dBias i32) (param $dActivations i32) (param $activations i32)
    (param $units i32) (param $n i32)
    (local $unit i32) (local $at i32) (local $left i32) (local $d f32) (local $total f32)
    (loop $nextUnit
      (local.set $at
        (i32.add
          (i32.add
            (local.get $dSums)
            (i32.mul (i32.shr_u (local.get $unit) (i32.const 4)) (i32.shl (local.get $n) (i32.const 6))))
          (i32.shl (i32.and (local.get $unit) (i32.const 15)) (i32.const 2))))
      (local.set $total (f32.const 0))
      (local.set $left (local.get $n))
      (loop $next
        (local.set $d
          (f32.mul
            (f32.load (local.get $dActivations))
            (f32.convert_i32_u (f32.gt (f32.load (local.get $activations)) (f32.const 0)))))
        (f32.store (local.get $at) (local.get $d))
        (local.set $total (f32.add (local.get $total) (local.get $d)))
        (local.set $dActivations (i32.add (local.get $dActivations) (i32.const 4)))
        (local.set $activations (i32.add (local.get $activations) (i32.const 4)))
        (local.set $at (i32.add (local.get $at) (i32.const 64)))
        (local.set $left (i32.sub (local.get $left) (i32.const 1)))
        (br_if $next (local.get $left)))
      (f32.store (local.get $dBias) (local.get $total))
      (local.set $dBias (i32.add (local.get $dBias) (i32.const 4)))
      (local.set $unit (i32.add (local.get $unit) (i32.const 1)))
      (br_if $nextUnit (i32.lt_u (local.get $unit) (local.get $units)))))
)
