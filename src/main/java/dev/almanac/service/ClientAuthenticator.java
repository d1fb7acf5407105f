package dev.almanac.service;

import dev.almanac.core.spec.ServeSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates clients by bearer token and checks their scope. Stores only the tokens' SHA-256.
 * Immutable.
 */
final class ClientAuthenticator {
  private static final String BEARER = "Bearer ";
  private static final int LONGEST_TOKEN = 1_000;
  private static final Client ANYBODY =
      new Client("-", new byte[0], Set.of(ServeSpec.Scope.values()));

  private final List<Client> clients = new ArrayList<>();

  /** An authenticated client. */
  static final class Client {
    private final String name;
    private final byte[] tokenHash;
    private final Set<ServeSpec.Scope> scopes;

    Client(String name, byte[] tokenHash, Set<ServeSpec.Scope> scopes) {
      this.name = name;
      this.tokenHash = tokenHash;
      this.scopes = scopes;
    }

    String name() {
      return name;
    }

    /** The admin scope includes the read scope. */
    boolean may(ServeSpec.Scope scope) {
      return scopes.contains(scope) || scopes.contains(ServeSpec.Scope.ADMIN);
    }
  }

  /**
   * @param known the configured clients; empty if anyone may make any request
   */
  ClientAuthenticator(Map<String, ServeSpec.ClientSpec> known) {
    known.forEach(
        (name, spec) ->
            clients.add(
                new Client(name, HexFormat.of().parseHex(spec.tokenSha256()), spec.scopes())));
  }

  /**
   * Authenticates a request.
   *
   * @param authorization value of the header, if present
   * @throws ApiException 401 if a token is required and missing or unknown, 403 if the client lacks
   *     the scope
   */
  Client authorize(@Nullable String authorization, Optional<ServeSpec.Scope> needed) {
    if (clients.isEmpty()) {
      return ANYBODY;
    }
    Client found = authorization == null ? null : find(authorization);
    if (needed.isEmpty()) {
      return found == null ? ANYBODY : found;
    }
    if (found == null) {
      throw new ApiException(
          401,
          "UNAUTHORIZED",
          "the request has no token that is known here; send the header Authorization: Bearer"
              + " TOKEN.");
    }
    if (!found.may(needed.get())) {
      throw new ApiException(
          403, "FORBIDDEN", "the token of '%s' is not for this.".formatted(found.name()));
    }
    return found;
  }

  /** Compares with all hashes in constant time, which leaks nothing about a partial match. */
  private @Nullable Client find(String authorization) {
    if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        || authorization.length() > LONGEST_TOKEN) {
      return null;
    }
    byte[] hash = sha256(authorization.substring(BEARER.length()).strip());
    Client found = null;
    for (Client client : clients) {
      if (MessageDigest.isEqual(client.tokenHash, hash)) {
        found = client;
      }
    }
    return found;
  }

  private static byte[] sha256(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
