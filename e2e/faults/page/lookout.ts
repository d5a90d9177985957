declare global {
  interface Window {
    /** All records with numbered entries, in whatever store of the logger's databases, as JSON. */
    readQueue(): Promise<string[]>;
    /** @returns how many databases are blocked now */
    holdTransaction(): Promise<number>;
    /** Connects, and does not go when asked to. @returns how many databases are held */
    holdOpen(): Promise<number>;
  }
}

window.readQueue = async () => {
  const texts: string[] = [];
  try {
    for (const { name } of await indexedDB.databases()) {
      if (name?.startsWith('tailrace')) texts.push(...(await readDatabase(name)));
    }
  } catch (error) {
    // Storage is damaged for good: what was in it nobody will ever read.
    if ((error as DOMException).name !== 'UnknownError') throw error;
  }
  return texts;
};

async function readDatabase(name: string): Promise<string[]> {
  const database = await resultOf(indexedDB.open(name));
  // Does not stand in the way of a logger that upgrades.
  database.onversionchange = () => database.close();
  const stores = [...database.objectStoreNames];
  const records: unknown[] = [];
  if (stores.length > 0) {
    const transaction = database.transaction(stores);
    for (const store of stores) records.push(...(await resultOf(transaction.objectStore(store).getAll())));
  }
  database.close();
  return records.map((record) => JSON.stringify(record)).filter((text) => text.includes('fault '));
}

function resultOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error!);
  });
}

/** Opens a read-write transaction over every store, and keeps it busy for good. */
window.holdTransaction = async () => {
  let held = 0;
  for (const { name } of await indexedDB.databases()) {
    if (!name?.startsWith('tailrace')) continue;
    const database = await resultOf(indexedDB.open(name));
    const transaction = database.transaction([...database.objectStoreNames], 'readwrite');
    const store = transaction.objectStore(database.objectStoreNames[0]!);
    await new Promise<void>((resolve) => {
      const goOn = () => {
        store.count().onsuccess = goOn;
        resolve();
      };
      store.count().onsuccess = goOn;
    });
    held += 1;
  }
  return held;
};

window.holdOpen = async () => {
  const names = (await indexedDB.databases()).map(({ name }) => name!);
  return (await Promise.all(names.map((name) => resultOf(indexedDB.open(name))))).length;
};

export {};
