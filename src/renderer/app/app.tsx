import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { ServicesProvider, useSettingsStore, type Services } from '../api/services';
import { ZoneProvider } from '../ui/time';
import { ErrorBoundary } from './error-boundary';
import { Frame } from './frame';
import { cssVariables, theme } from './theme';
import { VaultDialog } from './vault-dialog';

export function App({ services }: { services: Services }) {
  return (
    <ServicesProvider services={services}>
      <Themed />
    </ServicesProvider>
  );
}

function Themed() {
  const { colorScheme, timeZone } = useSettingsStore((s) => s.settings);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      {...(colorScheme === 'auto' ? {} : { forceColorScheme: colorScheme })}
      getStyleNonce={() => window.seatwatch.styleNonce}
    >
      <ZoneProvider value={timeZone}>
        <ErrorBoundary>
          <Frame />
          <VaultDialog />
        </ErrorBoundary>
        <Notifications position="bottom-right" limit={4} />
      </ZoneProvider>
    </MantineProvider>
  );
}
