import { dsnOf, quoted, type SetupPlace } from "../setup.js";
import { configure, type Guide, install, tryOut } from "./guide.js";

export const jvmGuides = (place: SetupPlace): readonly Guide[] => [java(place), spring(place)];

const java = (place: SetupPlace): Guide => ({
  id: "java",
  title: "Java, Kotlin",
  group: "server",
  steps: [
    install('implementation("io.sentry:sentry:8.+")', "build.gradle.kts"),
    configure(
      "App.java",
      `
import io.sentry.Sentry;

Sentry.init(options -> options.setDsn(${quoted(dsnOf(place))}));`,
    ),
    tryOut("App.java", 'throw new IllegalStateException("Test error from Java");'),
  ],
});

const spring = (place: SetupPlace): Guide => ({
  id: "spring",
  title: "Spring Boot",
  group: "server",
  steps: [
    install('implementation("io.sentry:sentry-spring-boot-starter-jakarta:8.+")', "build.gradle.kts"),
    configure("application.properties", `sentry.dsn=${dsnOf(place)}`),
    tryOut(
      "TestErrorController.java",
      `
@RestController
class TestErrorController {
  @GetMapping("/test-error")
  String fail() {
    throw new IllegalStateException("Test error from Spring");
  }
}`,
    ),
    tryOut(undefined, "./gradlew bootRun"),
    tryOut(undefined, "curl http://127.0.0.1:8080/test-error"),
  ],
});
