/** What an experiment augments with when nobody says otherwise. */
import type { ModelName } from '../training/trial.ts';

/**
 * mlp: chosen by validation with averaged weights at the defaults (fraction 0.2, 15 epochs) on seeds 101 to 120, never by the test set, by
 * bench/default-policy.ts: of the policies within 0.1 points of the best on clean images, the best on moved ones. Augmented minus reduced, in
 * points: mean, standard deviation and pairs won on clean images, mean on moved ones. 29 policies with seeds 101-104, the best eight with all:
 *   shift(0.04)@0.5                          0.32 0.21 19    8.41
 *   shift(0.04)@0.3                          0.23 0.16 19    6.65
 *   shift(0.07)@0.3                          0.21 0.17 19   16.92
 *   shift(0.07)@0.2                          0.19 0.15 18   15.26
 *   shift(0.07)@0.2 + blur(0.3..0.7)@0.1     0.18 0.15 18   15.28
 *   shift(0.07)@0.2 + zoom(0.05)@0.2         0.17 0.17 17   15.40
 *   flip@0.2 + shift(0.07)@0.2               0.09 0.19 12   15.12
 *   shift(0.14)@0.1                          0.03 0.18  8   25.87
 * With seeds 101-104: flip -0.20, shift(0.1)@0.5 -0.17 (28.29 on moved ones), shift(0.07) -1.29.
 *
 * cnn: chosen with the weights of the last step, 10 epochs, 18 policies with seeds 1-3, the best four with seeds 1-8:
 *   blur(0.3..0.7)@0.2     0.05 0.42 5     noise(0.02)@0.5   -0.00 0.39 4
 *   erase(0.02..0.1)@0.2   0.01 0.32 5     gamma(1.25)@0.5   -0.01 0.27 3
 * In so few steps no policy helps this network; the best of them harms it least.
 */
export const DEFAULT_POLICIES: Readonly<Record<ModelName, string>> = {
  mlp: 'shift(0.04)@0.5',
  cnn: 'blur(0.3..0.7)@0.2',
};
