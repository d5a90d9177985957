// As in browsers that have none, or hide it.
Reflect.deleteProperty(globalThis, 'indexedDB');

export {};
