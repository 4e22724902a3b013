;; The product of two matrices, row by row each, on the memory that tfjs's wasm backend keeps its tensors in.
;; Done in tiles of 4 rows and 8 columns: their 32 sums stay in registers, and each four floats of the right matrix that
;; are loaded serve four rows. Larger tiles are slower, as V8 then keeps some sums in memory. The last tile of a row
;; or column lies over the one before, and writes the same sums again. Eight columns of the right matrix are copied
;; together first, as they are read once for every four rows: where they lie they touch a page for every value of $k.
;; A matrix that lies transposed needs no transposing: on the left other bytes are read, on the right copying sorts them.
;; Each sum is taken in order, a product at a time, as XNNPACK does it: the result is that of tf.matMul to the last bit.
;; Assembled to product.wasm by `npx tsx test/training/kernels/assemble.ts`; a test compares the two.
(module
  (import "env" "memory" (memory 1))

  ;; c [m, n] = a [m, k] b [k, n]; addresses in bytes. From a value of a to the one below it are $aRow bytes, to the one
  ;; beside it $aColumn; of b alike, where one of the two is 4. $panel is room for 8 k floats. m is at least 4, n 8, k 1.
  (func (export "product")
    (param $c i32) (param $a i32) (param $aRow i32) (param $aColumn i32)
    (param $b i32) (param $bRow i32) (param $bColumn i32)
    (param $m i32) (param $k i32) (param $n i32) (param $panel i32)
    (local $i i32) (local $j i32) (local $left i32) (local $row i32)
    (local $a0 i32) (local $a1 i32) (local $a2 i32) (local $a3 i32) (local $at i32) (local $to i32)
    (local $r1 i32) (local $r2 i32) (local $r3 i32) (local $r4 i32) (local $r5 i32) (local $r6 i32) (local $r7 i32)
    (local $x v128) (local $b0 v128) (local $b1 v128)
    (local $c00 v128) (local $c01 v128) (local $c10 v128) (local $c11 v128)
    (local $c20 v128) (local $c21 v128) (local $c30 v128) (local $c31 v128)
    (local.set $row (i32.shl (local.get $n) (i32.const 2)))

    (loop $nextColumns
      (if (i32.gt_s (local.get $j) (i32.sub (local.get $n) (i32.const 8)))
        (then (local.set $j (i32.sub (local.get $n) (i32.const 8)))))

      ;; The panel: eight columns of b, row by row.
      (local.set $at (i32.add (local.get $b) (i32.mul (local.get $j) (local.get $bColumn))))
      (local.set $to (local.get $panel))
      (local.set $left (local.get $k))
      (if (i32.eq (local.get $bColumn) (i32.const 4))
        (then
          (loop $nextCopy
            (v128.store (local.get $to) (v128.load (local.get $at)))
            (v128.store offset=16 (local.get $to) (v128.load offset=16 (local.get $at)))
            (local.set $at (i32.add (local.get $at) (local.get $bRow)))
            (local.set $to (i32.add (local.get $to) (i32.const 32)))
            (local.set $left (i32.sub (local.get $left) (i32.const 1)))
            (br_if $nextCopy (local.get $left))))
        (else
          (local.set $r1 (i32.add (local.get $at) (local.get $bColumn)))
          (local.set $r2 (i32.add (local.get $r1) (local.get $bColumn)))
          (local.set $r3 (i32.add (local.get $r2) (local.get $bColumn)))
          (local.set $r4 (i32.add (local.get $r3) (local.get $bColumn)))
          (local.set $r5 (i32.add (local.get $r4) (local.get $bColumn)))
          (local.set $r6 (i32.add (local.get $r5) (local.get $bColumn)))
          (local.set $r7 (i32.add (local.get $r6) (local.get $bColumn)))
          (loop $nextCopy
            (local.set $b0 (v128.load32_zero (local.get $at)))
            (local.set $b0 (v128.load32_lane 1 (local.get $r1) (local.get $b0)))
            (local.set $b0 (v128.load32_lane 2 (local.get $r2) (local.get $b0)))
            (local.set $b0 (v128.load32_lane 3 (local.get $r3) (local.get $b0)))
            (local.set $b1 (v128.load32_zero (local.get $r4)))
            (local.set $b1 (v128.load32_lane 1 (local.get $r5) (local.get $b1)))
            (local.set $b1 (v128.load32_lane 2 (local.get $r6) (local.get $b1)))
            (local.set $b1 (v128.load32_lane 3 (local.get $r7) (local.get $b1)))
            (v128.store (local.get $to) (local.get $b0))
            (v128.store offset=16 (local.get $to) (local.get $b1))
            (local.set $at (i32.add (local.get $at) (i32.const 4)))
            (local.set $r1 (i32.add (local.get $r1) (i32.const 4)))
            (local.set $r2 (i32.add (local.get $r2) (i32.const 4)))
            (local.set $r3 (i32.add (local.get $r3) (i32.const 4)))
            (local.set $r4 (i32.add (local.get $r4) (i32.const 4)))
            (local.set $r5 (i32.add (local.get $r5) (i32.const 4)))
            (local.set $r6 (i32.add (local.get $r6) (i32.const 4)))
            (local.set $r7 (i32.add (local.get $r7) (i32.const 4)))
            (local.set $to (i32.add (local.get $to) (i32.const 32)))
            (local.set $left (i32.sub (local.get $left) (i32.const 1)))
            (br_if $nextCopy (local.get $left)))))

      ;; The tiles below each other.
      (local.set $i (i32.const 0))
      (loop $nextRows
        (if (i32.gt_s (local.get $i) (i32.sub (local.get $m) (i32.const 4)))
          (then (local.set $i (i32.sub (local.get $m) (i32.const 4)))))
        (local.set $a0 (i32.add (local.get $a) (i32.mul (local.get $i) (local.get $aRow))))
        (local.set $a1 (i32.add (local.get $a0) (local.get $aRow)))
        (local.set $a2 (i32.add (local.get $a1) (local.get $aRow)))
        (local.set $a3 (i32.add (local.get $a2) (local.get $aRow)))
        (local.set $at (local.get $panel))
        (local.set $c00 (v128.const i32x4 0 0 0 0))
        (local.set $c01 (v128.const i32x4 0 0 0 0))
        (local.set $c10 (v128.const i32x4 0 0 0 0))
        (local.set $c11 (v128.const i32x4 0 0 0 0))
        (local.set $c20 (v128.const i32x4 0 0 0 0))
        (local.set $c21 (v128.const i32x4 0 0 0 0))
        (local.set $c30 (v128.const i32x4 0 0 0 0))
        (local.set $c31 (v128.const i32x4 0 0 0 0))
        (local.set $left (local.get $k))
        (loop $next
          (local.set $b0 (v128.load (local.get $at)))
          (local.set $b1 (v128.load offset=16 (local.get $at)))
          (local.set $x (v128.load32_splat (local.get $a0)))
          (local.set $c00 (f32x4.add (local.get $c00) (f32x4.mul (local.get $x) (local.get $b0))))
          (local.set $c01 (f32x4.add (local.get $c01) (f32x4.mul (local.get $x) (local.get $b1))))
          (local.set $a0 (i32.add (local.get $a0) (local.get $aColumn)))
          (local.set $x (v128.load32_splat (local.get $a1)))
          (local.set $c10 (f32x4.add (local.get $c10) (f32x4.mul (local.get $x) (local.get $b0))))
          (local.set $c11 (f32x4.add (local.get $c11) (f32x4.mul (local.get $x) (local.get $b1))))
          (local.set $a1 (i32.add (local.get $a1) (local.get $aColumn)))
          (local.set $x (v128.load32_splat (local.get $a2)))
          (local.set $c20 (f32x4.add (local.get $c20) (f32x4.mul (local.get $x) (local.get $b0))))
          (local.set $c21 (f32x4.add (local.get $c21) (f32x4.mul (local.get $x) (local.get $b1))))
          (local.set $a2 (i32.add (local.get $a2) (local.get $aColumn)))
          (local.set $x (v128.load32_splat (local.get $a3)))
          (local.set $c30 (f32x4.add (local.get $c30) (f32x4.mul (local.get $x) (local.get $b0))))
          (local.set $c31 (f32x4.add (local.get $c31) (f32x4.mul (local.get $x) (local.get $b1))))
          (local.set $a3 (i32.add (local.get $a3) (local.get $aColumn)))
          (local.set $at (i32.add (local.get $at) (i32.const 32)))
          (local.set $left (i32.sub (local.get $left) (i32.const 1)))
          (br_if $next (local.get $left)))
        (local.set $to
          (i32.add
            (i32.add (local.get $c) (i32.mul (local.get $i) (local.get $row)))
            (i32.shl (local.get $j) (i32.const 2))))
        (v128.store (local.get $to) (local.get $c00))
        (v128.store offset=16 (local.get $to) (local.get $c01))
        (local.set $to (i32.add (local.get $to) (local.get $row)))
        (v128.store (local.get $to) (local.get $c10))
        (v128.store offset=16 (local.get $to) (local.get $c11))
        (local.set $to (i32.add (local.get $to) (local.get $row)))
        (v128.store (local.get $to) (local.get $c20))
        (v128.store offset=16 (local.get $to) (local.get $c21))
        (local.set $to (i32.add (local.get $to) (local.get $row)))
        (v128.store (local.get $to) (local.get $c30))
        (v128.store offset=16 (local.get $to) (local.get $c31))
        (local.set $i (i32.add (local.get $i) (i32.const 4)))
        (br_if $nextRows (i32.lt_s (local.get $i) (local.get $m))))
      (local.set $j (i32.add (local.get $j) (i32.const 8)))
      (br_if $nextColumns (i32.lt_s (local.get $j) (local.get $n)))))

  ;; The same for any m and n of at least 1, a sum at a time.
  (func (export "small")
    (param $c i32) (param $a i32) (param $aRow i32) (param $aColumn i32)
    (param $b i32) (param $bRow i32) (param $bColumn i32) (param $m i32) (param $k i32) (param $n i32)
    (local $j i32) (local $left i32) (local $from i32) (local $at i32) (local $sum f32)
    (loop $nextRow
      (local.set $j (i32.const 0))
      (loop $nextColumn
        (local.set $from (local.get $a))
        (local.set $at (i32.add (local.get $b) (i32.mul (local.get $j) (local.get $bColumn))))
        (local.set $sum (f32.const 0))
        (local.set $left (local.get $k))
        (loop $next
          (local.set $sum
            (f32.add (local.get $sum) (f32.mul (f32.load (local.get $from)) (f32.load (local.get $at)))))
          (local.set $from (i32.add (local.get $from) (local.get $aColumn)))
          (local.set $at (i32.add (local.get $at) (local.get $bRow)))
          (local.set $left (i32.sub (local.get $left) (i32.const 1)))
          (br_if $next (local.get $left)))
        (f32.store (local.get $c) (local.get $sum))
        (local.set $c (i32.add (local.get $c) (i32.const 4)))
        (local.set $j (i32.add (local.get $j) (i32.const 1)))
        (br_if $nextColumn (i32.lt_u (local.get $j) (local.get $n))))
      (local.set $a (i32.add (local.get $a) (local.get $aRow)))
      (local.set $m (i32.sub (local.get $m) (i32.const 1)))
      (br_if $nextRow (local.get $m))))
)
