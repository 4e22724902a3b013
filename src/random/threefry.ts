/** Threefry-2x32-20, a counter-based random number generator: Salmon et al. 2011, "Parallel Random Numbers: As Easy as 1, 2, 3". */
