import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const petrol: MantineColorsTuple = [
  '#e9f5f5',
  '#d3e9e9',
  '#a9d4d4',
  '#7cbfbf',
  '#57aeae',
  '#3a9c9d',
  '#22878a',
  '#126f72',
  '#0a5c5f',
  '#04484a',
];

const slate: MantineColorsTuple = [
  '#d8dee2',
  '#b9c2c9',
  '#9eaab3',
  '#71808b',
  '#46525b',
  '#36414a',
  '#28323a',
  '#1b2329',
  '#141a1f',
  '#0d1215',
];

export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: 7,
  colors: { petrol, dark: slate },
  autoContrast: true,
  luminanceThreshold: 0.35,
  defaultRadius: 'md',
  cursorType: 'pointer',
  fontFamily:
    'Inter, "Segoe UI Variable Text", "Segoe UI", system-ui, -apple-system, "Noto Sans", Cantarell, Ubuntu, sans-serif',
  fontFamilyMonospace: '"Cascadia Mono", Consolas, "SF Mono", Menlo, "DejaVu Sans Mono", monospace',
  headings: { fontWeight: '650' },
  components: {
    Card: {
      defaultProps: { withBorder: true, padding: 'lg' },
      styles: { root: { backgroundColor: 'var(--sw-card)', borderColor: 'var(--sw-border)' } },
    },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 300, multiline: true, maw: 320 } },
    // The placeholder would be a child that a menu may not have.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    Modal: {
      defaultProps: {
        centered: true,
        closeButtonProps: { 'aria-label': 'Close' },
        // A page that has a header of its own would have two banners.
        attributes: { header: { role: 'none' } },
      },
      styles: {
        title: { fontWeight: 650 },
        content: { backgroundColor: 'var(--sw-card)' },
        header: { backgroundColor: 'var(--sw-card)' },
      },
    },
    Notification: {
      styles: {
        root: { backgroundColor: 'var(--sw-card)' },
        description: { color: 'var(--mantine-color-dimmed)' },
      },
    },
    Switch: { defaultProps: { withThumbIndicator: false } },
    Drawer: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
  },
});

/**
 * Mantine's own dimmed and placeholder colors miss the 4.5:1 contrast, and its red for errors nearly
 * does in dark; these hold it on every surface we use.
 */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#56636d',
    '--mantine-color-placeholder': '#616e78',
    '--mantine-color-text': '#1a2328',
    '--mantine-color-error': '#b4232a',
    '--mantine-color-default-border': '#d5dce0',
    '--mantine-color-anchor': '#0d6467',
  },
  dark: {
    '--mantine-color-dimmed': '#9eaab3',
    '--mantine-color-placeholder': '#98a5ae',
    '--mantine-color-text': '#dbe2e6',
    '--mantine-color-error': '#ff8a8a',
    '--mantine-color-default-border': '#33404a',
    '--mantine-color-anchor': '#76c7c7',
  },
});
