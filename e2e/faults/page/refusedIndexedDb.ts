// As where the user forbids sites to keep anything.
IDBFactory.prototype.open = () => {
  throw new DOMException('The user denied permission to access the database.', 'SecurityError');
};

export {};
