// A bad network between a browser and Muster: it delays what passes, drops connections, or lets nothing through.
import { connect, createServer } from "node:net";

export async function openProxy(port) {
  const net = { delay: 0, down: false, deaf: false, sockets: new Set() };
  const server = createServer((near) => {
    if (net.down) { near.destroy(); return; }
    const far = connect(target.port, "127.0.0.1");
    for (const socket of [near, far]) {
      net.sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => { net.sockets.delete(socket); near.destroy(); far.destroy(); });
    }
    near.on("data", (piece) => setTimeout(() => { if (!far.destroyed) far.write(piece); }, net.delay));
    far.on("data", (piece) => setTimeout(() => { if (!near.destroyed && !net.deaf) near.write(piece); }, net.delay));
  });
  const target = { port };
  await new Promise((done) => { server.listen(0, "127.0.0.1", done); });
  net.url = `http://127.0.0.1:${server.address().port}`;
  net.leadTo = (to) => { target.port = to; };
  // cut drops every connection that there is.
  net.cut = () => { for (const socket of net.sockets) socket.destroy(); };
  net.close = () => new Promise((done) => { net.cut(); server.close(done); });
  return net;
}
