/** The default policy of each network. */
import type { ModelName } from '../training/trial.ts';

/**
 * mlp: chosen by validation with averaged weights at the defaults (fraction 0.2, 12 epochs) on seeds 101 to 120, never by the test set, by
 * bench/default-policy.ts: of the policies within 0.1 points of the best on clean images, the best on moved ones; the simpler one if two
 * are similar. Augmented minus reduced, in points: mean, standard deviation and pairs won on clean images, mean on moved ones. The best of
 * 29 policies (with seeds 101-104 and 15 epochs):
 *   shift(0.04)@0.5                          0.21 0.22 17    7.67
 *   shift(0.04)@0.3                          0.13 0.12 17    5.93
 *   shift(0.07)@0.2 + blur(0.3..0.7)@0.1     0.13 0.15 13   14.04
 *   shift(0.07)@0.2                          0.12 0.19 11   14.02
 *   shift(0.07)@0.3                          0.09 0.21 14   15.82
 * At 15 epochs shift(0.04)@0.5 gains 0.32 (8.41 on moved images), shift(0.14)@0.1 0.03 (25.87), shift(0.07) loses 1.29.
 *
 * cnn: chosen with the weights of the last step, 10 epochs, 18 policies with seeds 1-3, the best four with seeds 1-8:
 *   blur(0.3..0.7)@0.2     0.05 0.42 5     noise(0.02)@0.5   -0.00 0.39 4
 *   erase(0.02..0.1)@0.2   0.01 0.32 5     gamma(1.25)@0.5   -0.01 0.27 3
 * In so few steps no policy helps this network; the best of them harms it least.
 */
export const DEFAULT_POLICIES: Readonly<Record<ModelName, string>> = {
  mlp: 'shift(0.07)@0.2',
  cnn: 'blur(0.3..0.7)@0.2',
};
