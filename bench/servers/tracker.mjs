// bittorrent-tracker's server, as its own command starts it. That command can't be used, for it loads the client as well, and that needs a module that has to be compiled.
import Server from 'bittorrent-tracker/server'

const server = new Server({ http: false, udp: false, ws: true, stats: false })
server.listen(Number(process.argv[2]), '127.0.0.1')
