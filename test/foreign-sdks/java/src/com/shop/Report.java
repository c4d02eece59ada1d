package com.shop;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.function.Consumer;

/** Reports five failures with the SDK named as the first argument. FL_URL, FL_KEY and FL_NUMBER say where to. */
public class Report {
  static final String URL = System.getenv("FL_URL");
  static final String KEY = System.getenv("FL_KEY");
  static final String NUMBER = System.getenv("FL_NUMBER");
  static final String RELEASE = "shop@1.4.0";
  static final String STAGE = "staging";
  static final String PACKAGE = "com.shop";

  public static void main(String[] arguments) {
    Consumer<Throwable> report = reporter(arguments[0]);
    for (Runnable failure : Checkout.FAILURES) {
      try {
        failure.run();
      } catch (RuntimeException problem) {
        report.accept(problem);
      }
    }
    io.sentry.Sentry.flush(30_000);
    System.exit(0);
  }

  static Consumer<Throwable> reporter(String sdk) {
    return switch (sdk) {
      case "sentry" -> sentry();
      case "bugsnag" -> bugsnag();
      case "rollbar" -> rollbar();
      case "javabrake" -> javabrake();
      case "honeybadger" -> honeybadger();
      case "raygun" -> raygun();
      default -> opentelemetry();
    };
  }

  static Consumer<Throwable> sentry() {
    io.sentry.Sentry.init(
        options -> {
          options.setDsn(URL.replace("://", "://" + KEY + "@") + "/" + NUMBER);
          options.setRelease(RELEASE);
          options.setEnvironment(STAGE);
          options.addInAppInclude(PACKAGE);
        });
    return problem -> io.sentry.Sentry.captureException(problem);
  }

  static Consumer<Throwable> bugsnag() {
    var client = new com.bugsnag.Bugsnag(KEY, false);
    client.setDelivery(new com.bugsnag.delivery.SyncHttpDelivery(URL + "/notify"));
    client.setReleaseStage(STAGE);
    client.setAppVersion(RELEASE);
    client.setProjectPackages(PACKAGE);
    return problem -> client.notify(problem);
  }

  static Consumer<Throwable> rollbar() {
    var endpoint = URL + "/api/1/item/";
    var sender = new com.rollbar.notifier.sender.SyncSender.Builder(endpoint).accessToken(KEY).build();
    var config =
        com.rollbar.notifier.config.ConfigBuilder.withAccessToken(KEY)
            .endpoint(endpoint)
            .environment(STAGE)
            .codeVersion(RELEASE)
            .language("java")
            .sender(sender)
            .appPackages(List.of(PACKAGE))
            .build();
    var client = new com.rollbar.notifier.Rollbar(config);
    return problem -> client.error(problem);
  }

  static Consumer<Throwable> javabrake() {
    var config = new io.airbrake.javabrake.Config();
    config.projectId = 1;
    config.projectKey = KEY;
    config.errorHost = URL;
    config.remoteConfig = false;
    var client = new io.airbrake.javabrake.Notifier(config);
    client.setHost(URL);
    return problem -> client.reportSync(problem);
  }

  static Consumer<Throwable> honeybadger() {
    var config = new io.honeybadger.reporter.config.StandardConfigContext();
    config.setApiKey(KEY);
    config.setHoneybadgerUrl(URI.create(URL));
    config.setEnvironment(STAGE);
    config.setApplicationPackage(PACKAGE);
    var client = new io.honeybadger.reporter.HoneybadgerReporter(config);
    return problem -> client.reportError(problem);
  }

  static Consumer<Throwable> raygun() {
    // It has no setting for where to send: what it made is sent here.
    var client =
        new com.mindscapehq.raygun4java.core.RaygunClient(KEY) {
          @Override
          public int send(String payload) throws java.io.IOException {
            var request =
                HttpRequest.newBuilder(URI.create(URL + "/entries"))
                    .header("x-apikey", KEY)
                    .POST(HttpRequest.BodyPublishers.ofString(payload))
                    .build();
            try {
              return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            } catch (InterruptedException problem) {
              throw new java.io.IOException(problem);
            }
          }
        };
    client.setVersion(RELEASE);
    return problem -> client.send(problem);
  }

  static Consumer<Throwable> opentelemetry() {
    var resource =
        io.opentelemetry.sdk.resources.Resource.getDefault()
            .merge(
                io.opentelemetry.sdk.resources.Resource.builder()
                    .put("service.name", "shop")
                    .put("service.version", RELEASE)
                    .put("deployment.environment.name", STAGE)
                    .build());
    var exporter =
        io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter.builder()
            .setEndpoint(URL + "/v1/traces")
            .addHeader("x-api-key", KEY)
            .build();
    var provider =
        io.opentelemetry.sdk.trace.SdkTracerProvider.builder()
            .setResource(resource)
            .addSpanProcessor(io.opentelemetry.sdk.trace.export.SimpleSpanProcessor.create(exporter))
            .build();
    var tracer = provider.get("shop");
    return problem -> {
      var span = tracer.spanBuilder("GET /cart").startSpan();
      span.recordException(problem);
      span.end();
      provider.forceFlush().join(30, java.util.concurrent.TimeUnit.SECONDS);
    };
  }
}
