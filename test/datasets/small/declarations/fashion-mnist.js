/** A sixtieth of Fashion-MNIST, under its name, for tests that train networks but not for their numbers. */
export default {
  title: 'Fashion-MNIST',
  labels: [
    'T-shirt/top',
    'Trouser',
    'Pullover',
    'Dress',
    'Coat',
    'Sandal',
    'Shirt',
    'Sneaker',
    'Bag',
    'Ankle boot',
  ],
  width: 28,
  height: 28,
  channels: 1,
  poolPerLabel: Array.from({ length: 10 }, () => 100),
  testSize: 250,
  files: {
    'train-images-idx3-ubyte.gz': 'a7e53275975bcefa1ef1bcac502fe6f5e4fd01774d43792f4a839144acf524f3',
    'train-labels-idx1-ubyte.gz': '9f361592fa79786ffb0f262ede3ea19f20772797efa627328326451c74b21126',
    't10k-images-idx3-ubyte.gz': '2ee4437b18ca22e01cc41ad57af4e2f185f1460783fdbe6623f89c872ab32253',
    't10k-labels-idx1-ubyte.gz': '5b59318602094541f47efdf0c8be7d0d0db1e3b731192e2779ffde6066eab08e',
  },
  example: { label: 'Ankle boot', seed: 4 },
  isDefault: true,
};
