/** Fashion-MNIST: 70,000 grey pictures of clothing in ten labels. Xiao, Rasul, Vollgraf 2017, arXiv:1708.07747. */
import { defineDataset } from '../dataset.ts';

export default defineDataset({
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
  poolPerLabel: Array.from({ length: 10 }, () => 6000),
  testSize: 10_000,
  files: {
    'train-images-idx3-ubyte.gz': 'c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888',
    'train-labels-idx1-ubyte.gz': 'bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9',
    't10k-images-idx3-ubyte.gz': '5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b',
    't10k-labels-idx1-ubyte.gz': '0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34',
  },
  example: { label: 'Ankle boot', seed: 4 },
  movedTest: 'shift(0.142857)',
  isDefault: true,
});
