// Answers with what it sees of a shared counter: proof that memory crosses to a worker.
self.onmessage = ({ data }) => self.postMessage({ seen: Atomics.add(data, 0, 1), isolated: crossOriginIsolated });
