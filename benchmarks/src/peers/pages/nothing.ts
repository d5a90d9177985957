// The harness's own loop: what every figure below contains.
window.peer = { info: () => undefined, error: () => undefined, disabled: () => undefined };
