import type { ComponentChildren } from 'preact';

/** Terms and what they are in this case. */
export function DescriptionList({ items }: { items: readonly (readonly [string, ComponentChildren])[] }) {
  return (
    <dl class="descriptions">
      {items.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
