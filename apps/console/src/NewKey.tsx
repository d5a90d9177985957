import type { AccessRole, NewAccessKeyRequest } from '@tailrace/viewer';
import { useState } from 'react';

const ROLES: Readonly<Record<AccessRole, string>> = {
  ingest: 'Ingest: sends',
  read: 'Read: reads',
  admin: 'Admin: everything',
};

/** Asks for a new key. */
export function NewKey({ onCreate }: { readonly onCreate: (key: NewAccessKeyRequest) => void }) {
  const [name, setName] = useState('');
  const [role, setRole] = useState<AccessRole>('read');
  const [filter, setFilter] = useState('');
  return (
    <form
      className="console-new-key"
      onSubmit={(event) => {
        event.preventDefault();
        onCreate({
          name: name.trim(),
          role,
          ...(role === 'read' && filter.trim() && { filter: filter.trim() }),
        });
        setName('');
        setFilter('');
      }}
    >
      <input
        className="tailrace-input"
        aria-label="Name of the new key"
        placeholder="Name"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <select
        className="tailrace-input"
        aria-label="Role of the new key"
        value={role}
        onChange={(event) => setRole(event.target.value as AccessRole)}
      >
        {Object.entries(ROLES).map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
      {role === 'read' && (
        <input
          className="tailrace-input"
          aria-label="What the new key may read"
          placeholder="May read: source:checkout, or nothing for all"
          value={filter}
          spellCheck={false}
          onChange={(event) => setFilter(event.target.value)}
        />
      )}
      <button type="submit" className="tailrace-action" disabled={name.trim() === ''}>
        Create key
      </button>
    </form>
  );
}
