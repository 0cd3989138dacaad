/** A failure whose message already tells the reader what happened and what to do; it is shown without a stack. */
export class SetupError extends Error {
  constructor(whatHappened, whatToDo) {
    super(whatToDo ? `${whatHappened}\n\nWhat to do: ${whatToDo}` : whatHappened);
    this.name = 'SetupError';
  }
}
