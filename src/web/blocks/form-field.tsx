/** A labelled field; its error stands beside it and is announced with it. */
export function FormField(props: {
  id: string;
  label: string;
  type: 'text' | 'password' | 'date';
  autoComplete?: string;
  value?: string;
  min?: string;
  error?: string | undefined;
}) {
  const errorId = `${props.id}-error`;
  // Typings tell the attributes of text and date fields apart; those used here fit all kinds.
  const kind: 'password' = props.type as never;
  return (
    <div class={`field${props.error === undefined ? '' : ' field-wrong'}`}>
      <label for={props.id}>{props.label}</label>
      {props.error !== undefined && (
        <p class="field-error" id={errorId}>
          {props.error}
        </p>
      )}
      <input
        id={props.id}
        name={props.id}
        type={kind}
        required
        {...(props.autoComplete === undefined ? {} : { autocomplete: props.autoComplete })}
        {...(props.value === undefined ? {} : { value: props.value })}
        {...(props.min === undefined ? {} : { min: props.min })}
        {...(props.error === undefined ? {} : { 'aria-invalid': true, 'aria-describedby': errorId })}
      />
    </div>
  );
}
