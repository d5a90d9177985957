// The logger of this page has a database one version further, which keeps the stores that it finds.
Object.assign(IDBFactory.prototype, {
  open: raised(Reflect.get(IDBFactory.prototype, 'open') as IDBFactory['open']),
});
Object.assign(IDBDatabase.prototype, {
  createObjectStore: kept(
    Reflect.get(IDBDatabase.prototype, 'createObjectStore') as IDBDatabase['createObjectStore'],
  ),
});

function raised(open: IDBFactory['open']): IDBFactory['open'] {
  return function openNext(this: IDBFactory, name, version) {
    return version === undefined ? open.call(this, name) : open.call(this, name, version + 1);
  };
}

function kept(create: IDBDatabase['createObjectStore']): IDBDatabase['createObjectStore'] {
  return function createOrKeep(this: IDBDatabase, name, options) {
    return this.objectStoreNames.contains(name)
      ? (undefined as unknown as IDBObjectStore)
      : create.call(this, name, options);
  };
}

export {};
