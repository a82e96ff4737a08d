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
        // The types of the attributes differ by kind of field; those used here fit all three.
        type={props.type as 'text'}
        required
        {...(props.autoComplete === undefined ? {} : { autocomplete: props.autoComplete })}
        {...(props.value === undefined ? {} : { value: props.value })}
        {...(props.min === undefined ? {} : { min: props.min })}
        {...(props.error === undefined ? {} : { 'aria-invalid': true, 'aria-describedby': errorId })}
      />
    </div>
  );
}
