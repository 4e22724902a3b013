/** The text that the form of a new quiz starts with: one question of each of the two most common kinds. */
export const EXAMPLE = `title: My quiz
about: What it is about
items:
  - id: flip
    kind: choice
    ask: Which images look wrong after a vertical flip?
    options:
      - text: Ankle boots
        right: true
      - text: Clouds
  - id: quarter
    kind: blanks
    ask: Turn images by at most a quarter of a full turn.
    language: policy
    code: rotate({[factor]})
    blanks:
      factor:
        accept: ['0.25']
    why: The factor is a share of a full turn.
`;
