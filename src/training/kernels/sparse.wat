;; Products with a matrix of which many values are 0, on the memory that tfjs's wasm backend keeps its tensors in.
;; `rows` and `columns` list the values that are not 0, and `product` takes only these. A list is a run of entries of
;; 8 bytes: where the value lies (the number of its column, or row, times 64, as an i32), and the value (f32).
;; Two i32 for each list say where it begins and ends, in bytes from the first entry.
;; The other matrix lies in blocks of 16 columns: a block holds its rows one after the other, 64 bytes each. Wider ones would not
;; stay in registers, narrower ones would spend more on lists.
;; To leave out a product with 0 changes no bit of a sum: it would add 0 or -0, and a sum that begins with 0 is never -0.
;; (Of 0 times infinity or NaN that is not true; sparse-mlp.ts says why it does not matter.)
;; Assembled to sparse.wasm by `npx tsx test/training/kernels/assemble.ts`; a test compares the two.
(module
  (import "env" "memory" (memory 1))

  ;; Lists of the rows of x [rows, columns], one after the other; room for all values, and one more.
  ;; Each value is written, and the next one over it if it is 0: no branch that could be guessed wrong.
  (func (export "rows")
    (param $x i32) (param $rows i32) (param $columns i32) (param $bounds i32) (param $entries i32)
    (local $to i32) (local $place i32) (local $end i32) (local $value f32)
    (local.set $to (local.get $entries))
    (local.set $end (i32.shl (local.get $columns) (i32.const 6)))
    (loop $nextRow
      (i32.store (local.get $bounds) (i32.sub (local.get $to) (local.get $entries)))
      (local.set $place (i32.const 0))
      (loop $next
        (local.set $value (f32.load (local.get $x)))
        (i32.store (local.get $to) (local.get $place))
        (f32.store offset=4 (local.get $to) (local.get $value))
        (local.set $to
          (i32.add (local.get $to) (i32.shl (f32.ne (local.get $value) (f32.const 0)) (i32.const 3))))
        (local.set $x (i32.add (local.get $x) (i32.const 4)))
        (local.set $place (i32.add (local.get $place) (i32.const 64)))
        (br_if $next (i32.lt_u (local.get $place) (local.get $end))))
      (i32.store offset=4 (local.get $bounds) (i32.sub (local.get $to) (local.get $entries)))
      (local.set $bounds (i32.add (local.get $bounds) (i32.const 8)))
      (local.set $rows (i32.sub (local.get $rows) (i32.const 1)))
      (br_if $nextRow (local.get $rows))))

  ;; The same for bytes, which stand for shares of white: entries have the floats of a table of 256.
  (func (export "rowsOfBytes")
    (param $x i32) (param $rows i32) (param $columns i32) (param $bounds i32) (param $entries i32) (param $table i32)
    (local $to i32) (local $place i32) (local $end i32) (local $value i32)
    (local.set $to (local.get $entries))
    (local.set $end (i32.shl (local.get $columns) (i32.const 6)))
    (loop $nextRow
      (i32.store (local.get $bounds) (i32.sub (local.get $to) (local.get $entries)))
      (local.set $place (i32.const 0))
      (loop $next
        (local.set $value (i32.load8_u (local.get $x)))
        (i32.store (local.get $to) (local.get $place))
        (i32.store offset=4 (local.get $to)
          (i32.load (i32.add (local.get $table) (i32.shl (local.get $value) (i32.const 2)))))
        (local.set $to
          (i32.add (local.get $to) (i32.shl (i32.ne (local.get $value) (i32.const 0)) (i32.const 3))))
        (local.set $x (i32.add (local.get $x) (i32.const 1)))
        (local.set $place (i32.add (local.get $place) (i32.const 64)))
        (br_if $next (i32.lt_u (local.get $place) (local.get $end))))
      (i32.store offset=4 (local.get $bounds) (i32.sub (local.get $to) (local.get $entries)))
      (local.set $bounds (i32.add (local.get $bounds) (i32.const 8)))
      (local.set $rows (i32.sub (local.get $rows) (i32.const 1)))
      (br_if $nextRow (local.get $rows))))

  ;; Lists of the columns, from those of the rows. From a list's begin to the next are so many bytes that `rows` entries fit,
  ;; and an odd multiple of 64: so the places where lists go on do not share a few sets of the core's cache.
  (func (export "columns")
    (param $rowBounds i32) (param $rowEntries i32) (param $rows i32) (param $columns i32)
    (param $bounds i32) (param $entries i32)
    (local $at i32) (local $end i32) (local $place i32) (local $bound i32) (local $to i32) (local $room i32)
    (local.set $room
      (i32.or (i32.and (i32.add (i32.shl (local.get $rows) (i32.const 3)) (i32.const 63)) (i32.const -64)) (i32.const 64)))
    (local.set $bound (local.get $bounds))
    (loop $nextColumn
      (i32.store (local.get $bound) (local.get $to))
      (i32.store offset=4 (local.get $bound) (local.get $to))
      (local.set $to (i32.add (local.get $to) (local.get $room)))
      (local.set $bound (i32.add (local.get $bound) (i32.const 8)))
      (local.set $columns (i32.sub (local.get $columns) (i32.const 1)))
      (br_if $nextColumn (local.get $columns)))
    (loop $nextRow
      (local.set $at (i32.add (local.get $rowEntries) (i32.load (local.get $rowBounds))))
      (local.set $end (i32.add (local.get $rowEntries) (i32.load offset=4 (local.get $rowBounds))))
      (block $done
        (loop $next
          (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
          ;; 64 bytes a column there, 8 bytes a column here.
          (local.set $bound (i32.add (local.get $bounds) (i32.shr_u (i32.load (local.get $at)) (i32.const 3))))
          (local.set $to (i32.load offset=4 (local.get $bound)))
          (i32.store offset=4 (local.get $bound) (i32.add (local.get $to) (i32.const 8)))
          (local.set $to (i32.add (local.get $entries) (local.get $to)))
          (i32.store (local.get $to) (local.get $place))
          (f32.store offset=4 (local.get $to) (f32.load offset=4 (local.get $at)))
          (local.set $at (i32.add (local.get $at) (i32.const 8)))
          (br $next)))
      (local.set $place (i32.add (local.get $place) (i32.const 64)))
      (local.set $rowBounds (i32.add (local.get $rowBounds) (i32.const 8)))
      (local.set $rows (i32.sub (local.get $rows) (i32.const 1)))
      (br_if $nextRow (local.get $rows))))

  ;; c = a b: a has `lists` rows (or columns, where it is transposed); b and c are one block. The 16 sums of a list stay in
  ;; registers, and are taken in order, as in product.wat: the result is the same to the last bit.
  (func (export "product")
    (param $c i32) (param $bounds i32) (param $entries i32) (param $lists i32) (param $b i32)
    (local $at i32) (local $end i32) (local $end2 i32) (local $row i32)
    (local $x v128) (local $c0 v128) (local $c1 v128) (local $c2 v128) (local $c3 v128)
    (loop $nextList
      (local.set $at (i32.add (local.get $entries) (i32.load (local.get $bounds))))
      (local.set $end (i32.add (local.get $entries) (i32.load offset=4 (local.get $bounds))))
      (local.set $end2 (i32.sub (local.get $end) (i32.const 8)))
      (local.set $c0 (v128.const i32x4 0 0 0 0))
      (local.set $c1 (v128.const i32x4 0 0 0 0))
      (local.set $c2 (v128.const i32x4 0 0 0 0))
      (local.set $c3 (v128.const i32x4 0 0 0 0))
      ;; Two entries at a time.
      (block $done2
        (loop $next2
          (br_if $done2 (i32.ge_s (local.get $at) (local.get $end2)))
          (local.set $row (i32.add (local.get $b) (i32.load (local.get $at))))
          (local.set $x (v128.load32_splat offset=4 (local.get $at)))
          (local.set $c0
            (f32x4.add (local.get $c0) (f32x4.mul (local.get $x) (v128.load (local.get $row)))))
          (local.set $c1
            (f32x4.add (local.get $c1) (f32x4.mul (local.get $x) (v128.load offset=16 (local.get $row)))))
          (local.set $c2
            (f32x4.add (local.get $c2) (f32x4.mul (local.get $x) (v128.load offset=32 (local.get $row)))))
          (local.set $c3
            (f32x4.add (local.get $c3) (f32x4.mul (local.get $x) (v128.load offset=48 (local.get $row)))))
          (local.set $row (i32.add (local.get $b) (i32.load offset=8 (local.get $at))))
          (local.set $x (v128.load32_splat offset=12 (local.get $at)))
          (local.set $c0
            (f32x4.add (local.get $c0) (f32x4.mul (local.get $x) (v128.load (local.get $row)))))
          (local.set $c1
            (f32x4.add (local.get $c1) (f32x4.mul (local.get $x) (v128.load offset=16 (local.get $row)))))
          (local.set $c2
            (f32x4.add (local.get $c2) (f32x4.mul (local.get $x) (v128.load offset=32 (local.get $row)))))
          (local.set $c3
            (f32x4.add (local.get $c3) (f32x4.mul (local.get $x) (v128.load offset=48 (local.get $row)))))
          (local.set $at (i32.add (local.get $at) (i32.const 16)))
          (br $next2)))
      (if (i32.lt_u (local.get $at) (local.get $end))
        (then
          (local.set $row (i32.add (local.get $b) (i32.load (local.get $at))))
          (local.set $x (v128.load32_splat offset=4 (local.get $at)))
          (local.set $c0
            (f32x4.add (local.get $c0) (f32x4.mul (local.get $x) (v128.load (local.get $row)))))
          (local.set $c1
            (f32x4.add (local.get $c1) (f32x4.mul (local.get $x) (v128.load offset=16 (local.get $row)))))
          (local.set $c2
            (f32x4.add (local.get $c2) (f32x4.mul (local.get $x) (v128.load offset=32 (local.get $row)))))
          (local.set $c3
            (f32x4.add (local.get $c3) (f32x4.mul (local.get $x) (v128.load offset=48 (local.get $row)))))))
      (v128.store (local.get $c) (local.get $c0))
      (v128.store offset=16 (local.get $c) (local.get $c1))
      (v128.store offset=32 (local.get $c) (local.get $c2))
      (v128.store offset=48 (local.get $c) (local.get $c3))
      (local.set $c (i32.add (local.get $c) (i32.const 64)))
      (local.set $bounds (i32.add (local.get $bounds) (i32.const 8)))
      (local.set $lists (i32.sub (local.get $lists) (i32.const 1)))
      (br_if $nextList (local.get $lists))))
)
