import { dsnOf, quoted, type SetupPlace } from "../setup.js";
import { configure, type Guide, install, tryOut } from "./guide.js";

export const mobileGuides = (place: SetupPlace): readonly Guide[] => [
  reactNative(place),
  flutter(place),
  android(place),
];

const reactNative = (place: SetupPlace): Guide => ({
  id: "react-native",
  title: "React Native",
  group: "client",
  steps: [
    install("npm install @sentry/react-native && npx pod-install"),
    configure(
      "App.tsx",
      `
import * as Sentry from "@sentry/react-native";

Sentry.init({ dsn: ${quoted(dsnOf(place))} });

export default Sentry.wrap(App);`,
    ),
    tryOut(
      "App.tsx",
      '<Button title="Test" onPress={() => { throw new Error("Test error from React Native"); }} />',
    ),
  ],
});

const flutter = (place: SetupPlace): Guide => ({
  id: "flutter",
  title: "Flutter",
  group: "client",
  steps: [
    install("flutter pub add sentry_flutter"),
    configure(
      "lib/main.dart",
      `
import 'package:sentry_flutter/sentry_flutter.dart';

Future<void> main() => SentryFlutter.init(
      (options) => options.dsn = '${dsnOf(place)}',
      appRunner: () => runApp(const MyApp()),
    );`,
    ),
    tryOut("lib/main.dart", "onPressed: () => throw StateError('Test error from Flutter'),"),
  ],
});

const android = (place: SetupPlace): Guide => ({
  id: "android",
  title: "Android",
  group: "client",
  steps: [
    install('implementation("io.sentry:sentry-android:8.+")', "app/build.gradle.kts"),
    configure(
      "AndroidManifest.xml",
      `
<application>
  <meta-data android:name="io.sentry.dsn" android:value="${dsnOf(place)}" />
</application>`,
    ),
    tryOut("MainActivity.kt", 'Sentry.captureException(IllegalStateException("Test error from Android"))'),
  ],
});
