// Prints the events of a webhook endpoint that come in, once their signature was verified:
//   node examples/webhook-receiver.mjs <secret> [port, 9999 unless given]
import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';

const [secret = '', port = '9999'] = process.argv.slice(2);
const webhook = new Webhook(secret);

createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => {
    try {
      const { type, timestamp, data } = webhook.verify(body, request.headers);
      console.log(timestamp, type, JSON.stringify(data));
      response.writeHead(204).end();
    } catch (error) {
      console.error('Refused:', error.message);
      response.writeHead(400).end();
    }
  });
}).listen(Number(port), '127.0.0.1', () => console.log(`Listening on http://127.0.0.1:${port}`));
