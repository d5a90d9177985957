declare global {
  interface Window {
    /** All records with numbered entries, in whatever store of the logger's databases, as JSON. */
    readQueue(): Promise<string[]>;
  }
}

window.readQueue = async () => {
  const texts: string[] = [];
  for (const { name } of await indexedDB.databases()) {
    if (name?.startsWith('tailrace')) texts.push(...(await readDatabase(name)));
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
