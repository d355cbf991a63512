/* Runs inside Thunderbird, with the rights of its own code. It calls what the
 * account setup calls (#findConfig in email.mjs), guessing of ports left out:
 * all sources of a configuration at once, the best one wins, then the
 * placeholders are filled in. */

const MODULES = "resource:///modules/accountcreation/";

const SOCKET_TYPES = new Map([
  [Ci.nsMsgSocketType.plain, "plain"],
  [Ci.nsMsgSocketType.alwaysSTARTTLS, "STARTTLS"],
  [Ci.nsMsgSocketType.SSL, "SSL"],
]);

const AUTH_METHODS = new Map([
  [Ci.nsMsgAuthMethod.none, "none"],
  [Ci.nsMsgAuthMethod.passwordCleartext, "password"],
  [Ci.nsMsgAuthMethod.passwordEncrypted, "encrypted-password"],
  [Ci.nsMsgAuthMethod.secure, "secure"],
  [Ci.nsMsgAuthMethod.OAuth2, "OAuth2"],
]);

function describeServer(server) {
  const socketType =
    SOCKET_TYPES.get(server.socketType) ?? `socketType ${server.socketType}`;
  const auth = AUTH_METHODS.get(server.auth) ?? `auth ${server.auth}`;
  return `${server.type} ${server.hostname}:${server.port} ${socketType} ${auth}`;
}

function describeConfig(config, address) {
  const { AccountConfig } = ChromeUtils.importESModule(
    `${MODULES}AccountConfig.sys.mjs`
  );
  const filled = config.copy();
  AccountConfig.replaceVariables(filled, "Any Name", address, "");
  return {
    source: config.subSource,
    incoming: describeServer(filled.incoming),
    incomingUsername: config.incoming.username,
    incomingLogin: filled.incoming.username,
    outgoing: describeServer(filled.outgoing),
    outgoingUsername: config.outgoing.username,
    outgoingLogin: filled.outgoing.username,
  };
}

/* Returns a description of what was found, null for nothing, or
 * { question } where a person would have been asked to confirm a host. */
async function lookUp(address, password) {
  const { FindConfig } = ChromeUtils.importESModule(
    `${MODULES}FindConfig.sys.mjs`
  );
  const domain = address.split("@")[1];
  const search = FindConfig.parallelAutoDiscovery(
    domain,
    address,
    new AbortController().signal,
    password ?? undefined
  );
  const { value, done } = await search.next();
  if (!done) {
    return { question: `${value.scheme}://${value.host}` };
  }
  return value && describeConfig(value, address);
}
