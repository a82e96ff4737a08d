/** One figure with what it is. */
export function KeyFigure({ label, value, note }: { label: string; value: string; note?: string }) {
  return (
    <div class="key-figure">
      <dt>{label}</dt>
      <dd>
        <strong>{value}</strong>
        {note !== undefined && <span class="muted">{note}</span>}
      </dd>
    </div>
  );
}
