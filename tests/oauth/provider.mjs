// SPDX-License-Identifier: MIT
// Usage: node provider.mjs SETTINGS
// A real authorization server on https://localhost:PORT: the flows that waypost knows, with
// tokens as JWT (RFC 9068) or opaque, each for the resource that its scope belongs to. What
// it answers goes to the standard output, an object a line, so that tests know every secret.

import { X509Certificate, createPrivateKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import Provider, { errors } from 'oidc-provider';

const read = (path) => readFileSync(path, 'utf8');
const settings = JSON.parse(read(process.argv[2]));
const RENEWABLE = 14 * 24 * 3600;

// A client that signs shows its certificate, as at Entra ID; its key is in there.
const makeClient = ({ certificate, ...client }) => (certificate
  ? {
    ...client,
    jwks: { keys: [new X509Certificate(read(certificate)).publicKey.export({ format: 'jwk' })] },
  }
  : client);

const resourceOf = (scope = '') => scope.split(' ')
  .map((word) => Object.keys(settings.resources)
    .find((name) => settings.resources[name].scope.split(' ').includes(word)))
  .find(Boolean);

const describe = (name, client) => ({
  audience: name,
  jwt: { sign: { alg: 'RS256' } },
  accessTokenTTL: client.seconds ?? 3600,
  ...settings.resources[name],
});

const provider = new Provider(settings.issuer, {
  clients: settings.clients.map(makeClient),
  // For how long a token is good; whose mailbox an application opens.
  extraClientMetadata: { properties: ['seconds', 'mailbox'] },
  clientAuthMethods: ['none', 'client_secret_basic', 'private_key_jwt'],
  jwks: {
    keys: [{
      ...createPrivateKey(read(settings.signing_key)).export({ format: 'jwk' }),
      kid: 'signing', use: 'sig', alg: 'RS256',
    }],
  },
  cookies: { keys: [settings.cookie_key] },
  pkce: { methods: ['S256'], required: () => true },
  rotateRefreshToken: true,
  issueRefreshToken: (ctx, client) => client.grantTypeAllowed('refresh_token'),
  expiresWithSession: () => false,
  findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  extraTokenClaims: async (ctx, token) => ({
    email: token.accountId ?? (await provider.Client.find(token.clientId)).mailbox,
  }),
  ttl: {
    RefreshToken: RENEWABLE, Grant: RENEWABLE, DeviceCode: 600, IdToken: 3600, Interaction: 3600,
    Session: 3600,
  },
  // Dovecot 2.3 does not know the type that RFC 9068 gives to tokens.
  formats: { customizers: { jwt: (ctx, token, parts) => { parts.header = { typ: 'JWT' }; } } },
  features: {
    clientCredentials: { enabled: true },
    deviceFlow: { enabled: true },
    revocation: { enabled: true },
    introspection: {
      enabled: true,
      // A mail server may ask about the tokens that are for it, and about no others.
      allowedPolicy: (ctx, client, token) => token.aud === client.mailbox,
    },
    resourceIndicators: {
      enabled: true,
      defaultResource: (ctx, client, granted) => granted ?? resourceOf(ctx.oidc.params.scope),
      useGrantedResource: () => true,
      getResourceServerInfo: (ctx, name, client) => describe(name, client),
    },
  },
});

// The flow that OAuth 2.1 took away (RFC 6749 4.3).
provider.registerGrantType('password', async (ctx, next) => {
  const { username, password, scope } = ctx.oidc.params;
  if (password !== settings.password) throw new errors.InvalidGrant('wrong user or password');
  const { client } = ctx.oidc;
  const resource = resourceOf(scope);
  const grant = new provider.Grant({ accountId: username, clientId: client.clientId });
  const token = new provider.AccessToken({
    accountId: username, client, gty: 'password', grantId: await grant.save(), scope,
  });
  token.resourceServer = new provider.ResourceServer(resource, describe(resource, client));
  const text = await token.save();
  ctx.body = { access_token: text, expires_in: token.expiration, token_type: 'Bearer' };
  await next();
}, ['username', 'password', 'scope']);

// An answer can get lost: while the file is there, no token leaves the house.
const hold = async (ctx) => {
  while (existsSync(settings.hold) && !ctx.req.socket.destroyed) await sleep(5);
};

provider.use(async (ctx, next) => {
  await next();
  const { params, client } = ctx.oidc ?? {};
  if (ctx.body?.device_code) ctx.body.interval = 1;
  if (!/^\/(token|device\/auth)$/.test(ctx.path)) return;
  console.log(JSON.stringify({
    path: ctx.path, status: ctx.status, client: client?.clientId, grant: params?.grant_type,
    ...ctx.body,
  }));
  await hold(ctx);
});

const identity = { cert: read(settings.certificate), key: read(settings.key) };
createServer(identity, provider.callback()).listen(settings.port, '127.0.0.1');
