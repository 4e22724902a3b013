/** What stands in the form of a new quiz at first: one question of each of the commonest kinds. */
export const EXAMPLE = `title: My quiz
about: What it is about
items:
  - id: flip
    kind: choice
    ask: Which pictures look wrong after a vertical flip?
    options:
      - text: Ankle boots
        right: true
      - text: Clouds
  - id: quarter
    kind: blanks
    ask: Turn pictures by at most a quarter of a full turn.
    language: policy
    code: rotate({[factor]})
    blanks:
      factor:
        accept: ['0.25']
    why: The factor is a share of a full turn.
`;
